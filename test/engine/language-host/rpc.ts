import grpc from "@grpc/grpc-js";

/** An error whose status code and text reach the caller as they are. */
export class RpcError extends Error implements grpc.ServiceError {
  readonly code: grpc.status;
  readonly details: string;
  readonly metadata = new grpc.Metadata();

  constructor(code: grpc.status, message: string) {
    super(message);
    this.name = "RpcError";
    this.code = code;
    this.details = message;
  }
}

/** Any thrown value as an answer; an error that no code foresaw carries its stack, for it is a defect of the host. */
function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) {
    return error;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new RpcError(grpc.status.UNKNOWN, text);
}

/** Serves a call with one answer from a function that returns it or throws. */
export function unary<Request, Response>(
  handle: (
    request: Request,
    call: grpc.ServerUnaryCall<Request, Response>,
  ) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handle(call.request, call))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(toRpcError(error));
        },
      );
  };
}

/** Serves a call with a stream of answers from a function that writes them and returns when it is done. */
export function serverStreaming<Request, Response>(
  handle: (call: grpc.ServerWritableStream<Request, Response>) => Promise<void>,
): grpc.handleServerStreamingCall<Request, Response> {
  return (call) => {
    handle(call).then(
      () => {
        call.end();
      },
      (error: unknown) => {
        // Not `destroy`: a destroyed stream never sends its status, and the caller would wait for ever.
        call.emit("error", toRpcError(error));
      },
    );
  };
}

/** Refuses a call that an official host serves. */
export function refuse(sentence: string): grpc.handleUnaryCall<unknown, never> {
  return unary(() => {
    throw new RpcError(grpc.status.UNIMPLEMENTED, sentence);
  });
}
