import grpc from "@grpc/grpc-js";
import enginerpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";

/** Messages to the user, through the engine. */
export interface EngineLog {
  warn(message: string, urn?: string): void;
  /** A line behind a resource on the screen, replaced by the next one. */
  progress(message: string, urn: string): void;
}

/** Without an address (a provider started by hand) messages go nowhere. */
export function createEngineLog(address: string | undefined): EngineLog {
  const client =
    address === undefined
      ? undefined
      : new enginerpc.EngineClient(address, grpc.credentials.createInsecure());

  function send(
    severity: engine.LogSeverity,
    message: string,
    urn: string,
    ephemeral: boolean,
  ): void {
    const request = new engine.LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(ephemeral);
    client?.log(request, () => {
      // A lost message is no reason to fail.
    });
  }

  return {
    warn(message, urn = "") {
      send(engine.LogSeverity.WARNING, message, urn, false);
    },
    progress(message, urn) {
      send(engine.LogSeverity.INFO, message, urn, true);
    },
  };
}
