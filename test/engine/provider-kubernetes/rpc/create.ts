import * as crypto from "node:crypto";
import grpc from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { timeoutSecondsOf } from "../await/readiness.ts";
import { waitUntilGone } from "../await/wait.ts";
import { nameOf, type ObjectName, toId } from "../cluster/object-name.ts";
import { fieldManagerOf, toManifest } from "../live/state.ts";
import { type JsonObject, stringAt, valueAt } from "../values/json.ts";
import { type OpenProperties, sealProperties } from "../values/properties.ts";
import { secretPathsOf } from "../values/secrets.ts";
import { applyPatiently, isForced, settle } from "./apply.ts";
import { openAndLearn, type ProviderContext, requireApi } from "./context.ts";
import { RpcError } from "./failures.ts";
import { findFreeName, rehearse, withName } from "./rehearsal.ts";

export async function create(
  context: ProviderContext,
  request: provider.CreateRequest,
): Promise<provider.CreateResponse> {
  const inputs = openAndLearn(context, request.getProperties());
  if (request.getPreview()) {
    return preview(context, inputs);
  }
  const name = withGeneratedName(inputs.value);
  await makeRoom(context, name, request.getTimeout());
  const fieldManager = fieldManagerOf({});
  const applied = await applyPatiently(context, withName(toManifest(inputs.value), name), name, {
    fieldManager,
    force: isForced(context, inputs.value),
  });
  const { id, properties } = await settle(context, {
    urn: request.getUrn(),
    applied,
    fieldManager,
    inputs,
    requestedTimeoutSeconds: request.getTimeout(),
  });
  const response = new provider.CreateResponse();
  response.setId(id);
  response.setProperties(properties);
  return response;
}

/** Answers with the inputs only: what they do not hold (uid, clusterIP, status) is unknown to the program, as it should be. */
async function preview(
  context: ProviderContext,
  inputs: OpenProperties,
): Promise<provider.CreateResponse> {
  if (!inputs.hasUnknown) {
    const name = await findFreeName(context, withGeneratedName(inputs.value));
    await rehearse(context, inputs.value, name, fieldManagerOf({}));
  }
  const response = new provider.CreateResponse();
  response.setProperties(
    sealProperties(inputs.value, secretPathsOf(inputs.value, inputs.secretPaths)),
  );
  return response;
}

/** An apply needs a name, so `generateName` is filled up here as the API server would do it. */
function withGeneratedName(inputs: JsonObject): ObjectName {
  const name = nameOf(inputs);
  if (name.name !== "") {
    return name;
  }
  const suffix = crypto.randomBytes(4).toString("hex").slice(0, 5);
  return { ...name, name: `${stringAt(inputs, "metadata", "generateName")}${suffix}` };
}

/**
 * An apply silently takes over an object that exists, and a later destroy would delete what somebody else made.
 * An object on its way out is waited for.
 * @throws RpcError ALREADY_EXISTS unless taking over is asked for.
 */
async function makeRoom(
  context: ProviderContext,
  name: ObjectName,
  requestedSeconds: number,
): Promise<void> {
  const api = requireApi(context);
  const existing = await api.get(name);
  if (existing === undefined) {
    return;
  }
  if (valueAt(existing, "metadata", "deletionTimestamp") !== undefined) {
    await waitUntilGone(api, existing, {
      timeoutSeconds: timeoutSecondsOf(
        existing,
        requestedSeconds,
        context.settings.defaultTimeoutSeconds,
      ),
      cancelled: context.cancelled,
    });
    return;
  }
  if (!context.settings.upsertExistingObjects) {
    const reason = `${name.kind} ${toId(name)} exists already: import it, or set upsertExistingObjects to take it over`;
    throw new RpcError(grpc.status.ALREADY_EXISTS, reason);
  }
}
