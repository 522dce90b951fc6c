import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type provider from "@pulumi/pulumi/proto/provider_pb.js";
import { isAwaitSkipped, timeoutSecondsOf } from "../await/readiness.ts";
import { waitUntilGone } from "../await/wait.ts";
import { ApiError, isNotFound, UnreachableError } from "../cluster/errors.ts";
import { nameOf, type ObjectName, parseId, parseTypeToken, toId } from "../cluster/object-name.ts";
import { type JsonObject, stringAt } from "../values/json.ts";
import { openAndLearn, type ProviderContext, requireApi } from "./context.ts";

/**
 * Kinds that go after their pods. Any other kind goes first: a foreground deletion is a round through the garbage
 * collector for each object, and for a custom kind that is new to it one of up to 30 s.
 */
const WORKLOAD_KINDS = new Set([
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Job",
  "ReplicaSet",
  "ReplicationController",
  "StatefulSet",
]);

const PROPAGATION_POLICIES: Record<string, string> = {
  background: "Background",
  foreground: "Foreground",
  orphan: "Orphan",
};

/** Deletes an object and waits until it is gone. One that is gone already, or is another one by now, is done with. */
export async function remove(
  context: ProviderContext,
  request: provider.DeleteRequest,
): Promise<empty.Empty> {
  const state = openAndLearn(context, request.getProperties()).value;
  const kind = stringAt(state, "kind") === "" ? parseTypeToken(request.getType()) : nameOf(state);
  const name = { ...kind, ...parseId(request.getId()) };
  try {
    await removeAndWait(context, name, state, request.getTimeout());
  } catch (error) {
    const isReplaced = error instanceof ApiError && error.status === 409;
    if (isNotFound(error) || isReplaced) {
      return new empty.Empty();
    }
    if (error instanceof UnreachableError && context.settings.deleteUnreachable) {
      const message = `the cluster cannot be reached: ${toId(name)} is dropped from the state, not deleted`;
      context.log.warn(message, request.getUrn());
      return new empty.Empty();
    }
    throw error;
  }
  return new empty.Empty();
}

async function removeAndWait(
  context: ProviderContext,
  name: ObjectName,
  state: JsonObject,
  requestedSeconds: number,
): Promise<void> {
  const api = requireApi(context);
  const live = await api.get(name);
  const uid = stringAt(live, "metadata", "uid");
  const knownUid = stringAt(state, "metadata", "uid");
  if (live === undefined || (knownUid !== "" && knownUid !== uid)) {
    return;
  }
  const wish = stringAt(state, "metadata", "annotations", "pulumi.com/deletionPropagationPolicy");
  const policy =
    PROPAGATION_POLICIES[wish.toLowerCase()] ??
    (WORKLOAD_KINDS.has(name.kind) ? "Foreground" : "Background");
  await api.remove(name, policy, uid);
  if (isAwaitSkipped(state)) {
    return;
  }
  await waitUntilGone(api, live, {
    timeoutSeconds: timeoutSecondsOf(
      state,
      requestedSeconds,
      context.settings.defaultTimeoutSeconds,
    ),
    cancelled: context.cancelled,
  });
}
