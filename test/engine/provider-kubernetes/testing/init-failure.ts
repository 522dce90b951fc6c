import any from "google-protobuf/google/protobuf/any_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import type { Metadata } from "@grpc/grpc-js";

/** The init failure inside an error, as the engine reads it; undefined for any other error. */
export function parseInitFailure(error: unknown): provider.ErrorResourceInitFailed | undefined {
  const { metadata } = error as { metadata?: Metadata };
  const [bytes] = metadata?.get("grpc-status-details-bin") ?? [];
  if (!(bytes instanceof Buffer)) {
    return undefined;
  }
  const [detail] = status.Status.deserializeBinary(bytes).getDetailsList();
  const packed = detail ?? new any.Any();
  return (
    packed.unpack(
      (binary) => provider.ErrorResourceInitFailed.deserializeBinary(binary),
      "pulumirpc.ErrorResourceInitFailed",
    ) ?? undefined
  );
}
