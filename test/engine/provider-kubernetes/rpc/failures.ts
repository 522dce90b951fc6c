import grpc from "@grpc/grpc-js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import type struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Redactor } from "../values/secrets.ts";

/** An error as gRPC sends it. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: grpc.status;
  readonly details: string;
  readonly metadata: grpc.Metadata;

  constructor(code: grpc.status, message: string, metadata = new grpc.Metadata()) {
    super(message);
    this.code = code;
    this.details = message;
    this.metadata = metadata;
  }
}

export interface InitFailure {
  id: string;
  /** Sealed. */
  properties: struct.Struct;
  /** Sealed. */
  inputs: struct.Struct;
  /** What the state keeps of the reasons: no secrets. */
  reasons: string[];
}

const STATUS_DETAILS = "grpc-status-details-bin";

/** The object exists but does not do its work: the engine keeps it in the state and plans an update of it. */
export function toInitFailureError(failure: InitFailure): RpcError {
  const detail = new provider.ErrorResourceInitFailed();
  detail.setId(failure.id);
  detail.setProperties(failure.properties);
  detail.setInputs(failure.inputs);
  detail.setReasonsList(failure.reasons);
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const message = `the object is stored, but it is not ready: ${failure.reasons[0] ?? ""}`;
  const wire = new status.Status();
  wire.setCode(grpc.status.UNKNOWN);
  wire.setMessage(message);
  wire.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add(STATUS_DETAILS, Buffer.from(wire.serializeBinary()));
  return new RpcError(grpc.status.UNKNOWN, message, metadata);
}

/** Any error as an answer; messages of the API server quote values, so secrets are taken out. */
export function toServiceError(error: unknown, redactor: Redactor): grpc.ServiceError {
  if (error instanceof RpcError) {
    const message = redactor.redact(error.details);
    return Object.assign(new Error(message), {
      code: error.code,
      details: message,
      metadata: error.metadata,
    });
  }
  const message = redactor.redact(error instanceof Error ? error.message : String(error));
  return Object.assign(new Error(message), {
    code: grpc.status.UNKNOWN,
    details: message,
    metadata: new grpc.Metadata(),
  });
}
