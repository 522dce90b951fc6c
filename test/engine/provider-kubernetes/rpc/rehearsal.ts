import * as crypto from "node:crypto";
import { ApiError, UnreachableError } from "../cluster/errors.ts";
import type { ObjectName } from "../cluster/object-name.ts";
import { toManifest } from "../live/state.ts";
import { type JsonObject, objectAt } from "../values/json.ts";
import { isForced } from "./apply.ts";
import type { ProviderContext } from "./context.ts";

/** Answers that say nothing about the manifest: no permission, a namespace or CRD that is still to come, a busy server. */
const SILENT_STATUSES = [401, 403, 404, 429, 500, 503, 504];

/**
 * A dry-run apply for the sake of its errors. Its answer is not used: it makes up uid, addresses and versions, which a
 * program would take for facts.
 * @throws ApiError when the API server would refuse the manifest, or another manager owns a field of it.
 */
export async function rehearse(
  context: ProviderContext,
  inputs: JsonObject,
  name: ObjectName,
  fieldManager: string,
): Promise<void> {
  if (context.api === undefined || !context.settings.serverPreview) {
    return;
  }
  try {
    await context.api.apply(withName(toManifest(inputs), name), name, {
      fieldManager,
      force: isForced(context, inputs),
      dryRun: true,
    });
  } catch (error) {
    if (!isSilent(error)) {
      throw error;
    }
  }
}

/**
 * The preview of a replacement creates a name that still exists; the answer would be a conflict with the object that is
 * to go. A name nobody has gives the errors that matter.
 */
export async function findFreeName(
  context: ProviderContext,
  name: ObjectName,
): Promise<ObjectName> {
  if (context.api === undefined || !context.settings.serverPreview) {
    return name;
  }
  try {
    if ((await context.api.get(name)) === undefined) {
      return name;
    }
  } catch {
    // Unknown kind or no permission: the rehearsal finds the same.
    return name;
  }
  const suffix = crypto.randomBytes(3).toString("hex");
  return { ...name, name: `${name.name.slice(0, 50)}-${suffix}` };
}

/** An apply needs the name in the manifest, too. */
export function withName(manifest: JsonObject, { name }: { name: string }): JsonObject {
  return { ...manifest, metadata: { ...objectAt(manifest, "metadata"), name } };
}

function isSilent(error: unknown): boolean {
  if (error instanceof ApiError) {
    return (
      SILENT_STATUSES.includes(error.status) ||
      // Some webhooks have side effects and refuse every dry run.
      (error.status === 400 && error.message.includes("does not support dry run"))
    );
  }
  return error instanceof UnreachableError;
}
