import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { leaveToOthers } from "../cluster/field-ownership.ts";
import { nameOf, type ObjectName, parseId } from "../cluster/object-name.ts";
import { parseNotation } from "../diff/notation.ts";
import { fieldManagerOf, toManifest } from "../live/state.ts";
import { type JsonObject, objectAt } from "../values/json.ts";
import { applyPatiently, isForced, sealState, settle } from "./apply.ts";
import { openAndLearn, type ProviderContext, requireApi } from "./context.ts";
import { rehearse, withName } from "./rehearsal.ts";

export async function update(
  context: ProviderContext,
  request: provider.UpdateRequest,
): Promise<provider.UpdateResponse> {
  const inputs = openAndLearn(context, request.getNews());
  const olds = openAndLearn(context, request.getOlds());
  const fieldManager = fieldManagerOf(olds.value);
  const name = { ...nameOf(inputs.value), ...parseId(request.getId()) };
  const ignored = request.getIgnorechangesList();
  const response = new provider.UpdateResponse();
  if (request.getPreview()) {
    if (!inputs.hasUnknown) {
      const manifest = await withoutForeignFields(
        context,
        inputs.value,
        name,
        fieldManager,
        ignored,
      );
      await rehearse(context, manifest, name, fieldManager);
    }
    response.setProperties(sealState(previewState(olds.value, inputs.value), inputs, olds));
    return response;
  }
  const manifest = await withoutForeignFields(context, inputs.value, name, fieldManager, ignored);
  const applied = await applyPatiently(context, withName(toManifest(manifest), name), name, {
    fieldManager,
    force: isForced(context, inputs.value),
  });
  const { properties } = await settle(context, {
    urn: request.getUrn(),
    applied,
    fieldManager,
    inputs,
    requestedTimeoutSeconds: request.getTimeout(),
  });
  response.setProperties(properties);
  return response;
}

async function withoutForeignFields(
  context: ProviderContext,
  inputs: JsonObject,
  name: ObjectName,
  fieldManager: string,
  ignored: string[],
): Promise<JsonObject> {
  if (ignored.length === 0 || context.api === undefined) {
    return inputs;
  }
  const live = await requireApi(context).get(name);
  return leaveToOthers(inputs, live, fieldManager, ignored.map(parseNotation));
}

/** What is known before the update: the old object with the new inputs. */
function previewState(olds: JsonObject, inputs: JsonObject): JsonObject {
  return {
    ...olds,
    ...inputs,
    metadata: { ...objectAt(olds, "metadata"), ...objectAt(inputs, "metadata") },
  };
}
