import grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { createRedactor, type Redactor } from "../values/secrets.ts";
import { createEngineLog } from "./engine-log.ts";
import { toServiceError } from "./failures.ts";
// `import type`: an import of types only in braces still loads the module, and with it the Kubernetes client.
import type { Handlers } from "./handlers.ts";
import { providerVersion } from "./schema.ts";

const PARENT_CHECK_MS = 2_000;

/**
 * Serves the engine until it says or shows that it is done.
 * @param args the engine puts its address last, behind flags; a provider started by hand gets none.
 */
export function serve(args: string[]): void {
  const engineAddress = args.filter((argument) => !argument.startsWith("-")).at(-1);
  const cancelled = new AbortController();
  const redactor = createRedactor();
  let handlers: Promise<Handlers> | undefined;

  /** Loaded after the port is out: the engine connects meanwhile. */
  async function loadHandlers(): Promise<Handlers> {
    const [{ createContext }, { createHandlers }] = await Promise.all([
      import("./context.ts"),
      import("./handlers.ts"),
    ]);
    const log = createEngineLog(engineAddress);
    return createHandlers(createContext(process.env, log, redactor, cancelled.signal));
  }

  const server = buildServer({
    redactor,
    handlers: () => (handlers ??= loadHandlers()),
    // Waits end with an init failure, so that what exists stays in the state.
    cancel: () => {
      cancelled.abort();
    },
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
      throw error;
    }
    // The very first line on stdout, and nothing but the number: that is how the engine finds the provider.
    process.stdout.write(`${port}\n`);
    handlers ??= loadHandlers();
  });
  stopWithEngine();
}

function stopWithEngine(): void {
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
}

interface ServerParts {
  redactor: Redactor;
  handlers: () => Promise<Handlers>;
  cancel: () => void;
}

function buildServer({ redactor, handlers, cancel }: ServerParts): grpc.Server {
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

  /** A call for one of the handlers. */
  function loaded<Request, Response>(
    pick: (all: Handlers) => (request: Request) => Promise<Response> | Response,
  ): grpc.handleUnaryCall<Request, Response> {
    return unary(async (request: Request) => pick(await handlers())(request));
  }

  // States and schemas exceed the default limit of 4 MB.
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(providerrpc.ResourceProviderService, {
    handshake: unary(handshake),
    getPluginInfo: unary(getPluginInfo),
    attach: unary(() => new empty.Empty()),
    cancel: unary(() => {
      cancel();
      return new empty.Empty();
    }),
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
  return server;
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
