#!/usr/bin/env node
// pulumi-resource-kubernetes: a stand-in for the Kubernetes provider plugin, on server-side apply. See README.md.
import grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { type ProviderContext } from "./rpc/context.ts";
import { createEngineLog } from "./rpc/engine-log.ts";
import { toServiceError } from "./rpc/failures.ts";
import { type Handlers } from "./rpc/handlers.ts";
import { providerVersion } from "./rpc/schema.ts";
import { createRedactor } from "./values/secrets.ts";

const PARENT_CHECK_MS = 2_000;

const cancelled = new AbortController();
const redactor = createRedactor();

/**
 * The engine puts its address last, behind flags; a provider started by hand gets none.
 */
const engineAddress = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith("-"))
  .at(-1);

/** Loaded after the port is out: the engine connects and the program starts meanwhile. */
let handlers: Promise<Handlers> | undefined;

async function loadHandlers(): Promise<Handlers> {
  const [{ createContext }, { createHandlers }] = await Promise.all([
    import("./rpc/context.ts"),
    import("./rpc/handlers.ts"),
  ]);
  const context: ProviderContext = createContext(
    process.env,
    createEngineLog(engineAddress),
    redactor,
    cancelled.signal,
  );
  return createHandlers(context);
}

function unary<Request, Response>(
  handle: (request: Request) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(handle)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(toServiceError(error, redactor), null);
        },
      );
  };
}

/** A call that is answered by a handler of the same name. */
function loaded<Request, Response>(
  pick: (handlers: Handlers) => (request: Request) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
  return unary(async (request: Request) => pick(await (handlers ??= loadHandlers()))(request));
}

function handshake(): provider.ProviderHandshakeResponse {
  const response = new provider.ProviderHandshakeResponse();
  response.setAcceptSecrets(true);
  // The same as in the answer to Configure, else the engine refuses the provider.
  response.setSupportsAutonamingConfiguration(true);
  return response;
}

function getPluginInfo(): plugin.PluginInfo {
  const info = new plugin.PluginInfo();
  info.setVersion(providerVersion());
  return info;
}

/** Waits end with an init failure, so that what exists stays in the state. */
function cancel(): empty.Empty {
  cancelled.abort();
  return new empty.Empty();
}

/** States and schemas exceed the default limit of 4 MB. */
const server = new grpc.Server({
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
});
server.addService(providerrpc.ResourceProviderService, {
  handshake: unary(handshake),
  getPluginInfo: unary(getPluginInfo),
  attach: unary(() => new empty.Empty()),
  cancel: unary(cancel),
  getSchema: loaded((all) => all.getSchema),
  checkConfig: loaded((all) => all.checkConfig),
  diffConfig: loaded((all) => all.diffConfig),
  configure: loaded((all) => all.configure),
  check: loaded((all) => all.check),
  diff: loaded((all) => all.diff),
  create: loaded((all) => all.create),
  update: loaded((all) => all.update),
  read: loaded((all) => all.read),
  delete: loaded((all) => all.delete),
  invoke: loaded((all) => all.invoke),
  construct: loaded((all) => all.construct),
});

/** At once: the engine gives a plugin five seconds after SIGINT, and every command would take them. */
function stop(): void {
  process.exit(0);
}
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

const parent = process.ppid;
setInterval(() => {
  // The engine was killed: nobody will ever send Cancel.
  if (process.ppid !== parent) {
    stop();
  }
}, PARENT_CHECK_MS).unref();

server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    throw error;
  }
  // The very first line on stdout, and nothing but the number: that is how the engine finds the provider.
  process.stdout.write(`${port}\n`);
  handlers ??= loadHandlers();
});
