import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createInterface } from "node:readline";
import grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import enginerpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type engine from "@pulumi/pulumi/proto/engine_pb.js";
import providerrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";

export const MAIN = path.join(import.meta.dirname, "..", "main.ts");

export interface ProviderProcess {
  child: ChildProcess;
  client: providerrpc.ResourceProviderClient;
  /** All lines on stdout. */
  lines: string[];
  /** The messages the engine got. */
  logged: string[];
  stop(): Promise<void>;
}

/** Starts the provider as the engine does, with an engine that only listens. */
export async function startProvider(env: Record<string, string>): Promise<ProviderProcess> {
  const logged: string[] = [];
  const server = new grpc.Server();
  server.addService(enginerpc.EngineService, {
    log: (
      call: grpc.ServerUnaryCall<engine.LogRequest, empty.Empty>,
      callback: grpc.sendUnaryData<empty.Empty>,
    ) => {
      logged.push(call.request.getMessage());
      callback(null, new empty.Empty());
    },
  });
  const enginePort = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) => {
      if (error === null) {
        resolve(port);
      } else {
        reject(error);
      }
    });
  });
  const child = spawn(process.execPath, [MAIN, `127.0.0.1:${enginePort}`], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const output = createInterface(child.stdout);
  output.on("line", (line) => lines.push(line));
  await once(output, "line");
  const client = new providerrpc.ResourceProviderClient(
    `127.0.0.1:${lines[0] ?? ""}`,
    grpc.credentials.createInsecure(),
    { "grpc.max_receive_message_length": -1 },
  );
  return {
    child,
    client,
    lines,
    logged,
    async stop() {
      client.close();
      server.forceShutdown();
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    },
  };
}
