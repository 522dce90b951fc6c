// A stand-in for `pulumi-language-nodejs`: serves pulumirpc.LanguageRuntime to the Pulumi engine.
//
//   node main.ts [--sdkgen=PATH] [flags of the engine] ENGINE_ADDRESS
import { parseArgs } from "node:util";
import grpc from "@grpc/grpc-js";
import langrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import { createChildProcesses } from "./child-processes.ts";
import { createLanguageService, HOST_VERSION } from "./language-service.ts";

/** How often this process looks whether its parent is still there. */
const PARENT_CHECK_MS = 500;

// The engine may pass flags of its own: they are let through, and its address comes last.
const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { sdkgen: { type: "string" }, version: { type: "boolean" } },
  allowPositionals: true,
  strict: false,
});

function serve(): void {
  const children = createChildProcesses();
  const parent = process.ppid;
  let ending = false;
  const end = (): void => {
    if (!ending) {
      ending = true;
      void children.stopAll().finally(() => process.exit());
    }
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  // An engine that was killed cannot say so; the orphan gets another parent.
  setInterval(() => {
    if (process.ppid !== parent) {
      end();
    }
  }, PARENT_CHECK_MS).unref();

  const server = new grpc.Server({
    // Schemas pass the 4 MB that gRPC allows by default.
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(
    langrpc.LanguageRuntimeService,
    createLanguageService({
      engineAddress: positionals.at(-1) ?? "",
      sdkgen: typeof values.sdkgen === "string" ? values.sdkgen : undefined,
      children,
    }),
  );
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
      throw error;
    }
    // The engine reads the port from the first line; nothing may come before it.
    process.stdout.write(`${port}\n`);
  });
}

if (values.version === true) {
  process.stdout.write(`v${HOST_VERSION}\n`);
} else {
  serve();
}
