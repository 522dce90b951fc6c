// What create and update share: sending a manifest, waiting for it, and answering with its state.
import { setTimeout as sleep } from "node:timers/promises";
import type struct from "google-protobuf/google/protobuf/struct_pb.js";
import { timeoutSecondsOf } from "../await/readiness.ts";
import { waitUntilReady } from "../await/wait.ts";
import type { ApplyOptions } from "../cluster/api-client.ts";
import { ApiError } from "../cluster/errors.ts";
import { nameOf, type ObjectName, toId } from "../cluster/object-name.ts";
import { toState } from "../live/state.ts";
import { type JsonObject, stringAt } from "../values/json.ts";
import { type OpenProperties, sealProperties } from "../values/properties.ts";
import { secretPathsOf, secretTextsOf } from "../values/secrets.ts";
import { type ProviderContext, requireApi } from "./context.ts";
import { toInitFailureError } from "./failures.ts";

/** A busy server, a webhook that is still coming up, a namespace or CRD that is not known everywhere yet. */
const TRANSIENT_STATUSES = [429, 500, 503, 504];
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/** The inputs win over the settings: `pulumi.com/patchForce`. */
export function isForced(context: ProviderContext, inputs: JsonObject): boolean {
  const annotated = stringAt(inputs, "metadata", "annotations", "pulumi.com/patchForce");
  return annotated === "" ? context.settings.patchForce : annotated === "true";
}

/** Applies a manifest, and again for some seconds while the API server is not up to it. */
export async function applyPatiently(
  context: ProviderContext,
  manifest: JsonObject,
  name: ObjectName,
  options: Omit<ApplyOptions, "dryRun">,
): Promise<JsonObject> {
  const api = requireApi(context);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    try {
      return await api.apply(manifest, name, { ...options, dryRun: false });
    } catch (error) {
      const isTransient = error instanceof ApiError && TRANSIENT_STATUSES.includes(error.status);
      if (!isTransient || pauseMs > LONGEST_PAUSE_MS || context.cancelled.aborted) {
        throw error;
      }
      await sleep(pauseMs, undefined, { signal: context.cancelled });
    }
  }
}

export interface AppliedObject {
  urn: string;
  /** As the API server answered. */
  applied: JsonObject;
  fieldManager: string;
  /** What the program asked for. */
  inputs: OpenProperties;
  /** In seconds; 0 when the program sets none. */
  requestedTimeoutSeconds: number;
}

/**
 * Waits until the object is ready.
 * @returns its id and sealed state.
 * @throws RpcError with an init failure when it is not ready in time: it exists, so it must stay in the state.
 */
export async function settle(
  context: ProviderContext,
  { urn, applied, fieldManager, inputs, requestedTimeoutSeconds }: AppliedObject,
): Promise<{ id: string; properties: struct.Struct }> {
  const { object, reasons } = await waitUntilReady(requireApi(context), applied, {
    timeoutSeconds: timeoutSecondsOf(
      applied,
      requestedTimeoutSeconds,
      context.settings.defaultTimeoutSeconds,
    ),
    cancelled: context.cancelled,
    report: (progress) => {
      context.log.progress(context.redactor.redact(progress), urn);
    },
  });
  const id = toId(nameOf(object));
  const properties = sealState(toState(object, fieldManager), inputs);
  if (reasons.length > 0) {
    throw toInitFailureError({
      id,
      properties,
      inputs: sealProperties(inputs.value, secretPathsOf(inputs.value, inputs.secretPaths)),
      reasons: reasons.map((reason) => context.redactor.redact(reason)),
    });
  }
  return { id, properties };
}

/** Seals what the inputs mark as secret, wherever the state shows it. */
export function sealState(
  state: JsonObject,
  ...sources: Pick<OpenProperties, "value" | "secretPaths">[]
): struct.Struct {
  const paths = sources.flatMap((source) => source.secretPaths);
  const texts = sources.flatMap((source) => [
    ...secretTextsOf(source.value, secretPathsOf(source.value, source.secretPaths)),
  ]);
  return sealProperties(state, secretPathsOf(state, paths), new Set(texts));
}
