import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { ApiError } from "../cluster/errors.ts";
import { nameOf, parseId } from "../cluster/object-name.ts";
import { type Change, findChanges } from "../diff/changes.ts";
import { needsReplacement, placesRefusedAsImmutable } from "../diff/mutability.ts";
import { parseNotation, toNotation } from "../diff/notation.ts";
import { withLiveNamespace } from "../live/projection.ts";
import { fieldManagerOf, toManifest } from "../live/state.ts";
import { isSame, type JsonObject, type Path, stringAt, valueAt } from "../values/json.ts";
import { AUTONAMED_ANNOTATION } from "./check.ts";
import { openAndLearn, type ProviderContext } from "./context.ts";

const { Kind } = provider.PropertyDiff;
const KINDS = {
  add: { inPlace: Kind.ADD, replacing: Kind.ADD_REPLACE },
  delete: { inPlace: Kind.DELETE, replacing: Kind.DELETE_REPLACE },
  update: { inPlace: Kind.UPDATE, replacing: Kind.UPDATE_REPLACE },
};

/** Compares the inputs of the last update with the new ones; the live object is the business of a refresh. */
export async function diff(
  context: ProviderContext,
  request: provider.DiffRequest,
): Promise<provider.DiffResponse> {
  const news = openAndLearn(context, request.getNews());
  const state = openAndLearn(context, request.getOlds()).value;
  const olds = withLiveNamespace(openAndLearn(context, request.getOldInputs()).value, state);
  // The engine leaves ignored changes out of an update itself, and in a refresh asks the provider to.
  const ignored = request.getIgnorechangesList().map(parseNotation);
  const changes = findChanges(olds, news.value).filter(
    ({ path }) => !ignored.some((pattern) => contains(pattern, path)),
  );
  const response = new provider.DiffResponse();
  response.setHasdetaileddiff(true);
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  if (changes.length === 0) {
    response.setChanges(DIFF_NONE);
    return response;
  }
  const replaces = await findReplacing(context, changes, olds, news, {
    id: request.getId(),
    state,
  });
  for (const change of changes) {
    const place = toNotation(change.path);
    const entry = new provider.PropertyDiff();
    entry.setInputdiff(true);
    entry.setKind(KINDS[change.kind][replaces.includes(place) ? "replacing" : "inPlace"]);
    response.getDetaileddiffMap().set(place, entry);
  }
  response.setChanges(DIFF_SOME);
  response.setDiffsList([...new Set(changes.map(({ path }) => String(path[0])))]);
  response.setReplacesList(replaces);
  response.setDeletebeforereplace(replaces.length > 0 && hasSameFixedName(olds, news.value));
  return response;
}

/** Whether a place is the one of a pattern or within it; a `*` step stands for every step. */
function contains(pattern: Path, path: Path): boolean {
  return pattern.every((step, index) => step === "*" || step === path[index]);
}

async function findReplacing(
  context: ProviderContext,
  changes: Change[],
  olds: JsonObject,
  news: { value: JsonObject; hasUnknown: boolean },
  stored: { id: string; state: JsonObject },
): Promise<string[]> {
  const byTable = changes
    .filter(({ path }) => needsReplacement(path, olds, news.value, context.settings))
    .map(({ path }) => toNotation(path));
  const canAsk = context.api !== undefined && context.settings.serverPreview && !news.hasUnknown;
  if (byTable.length > 0 || !canAsk) {
    return byTable;
  }
  // No table knows every kind: a forced dry run lets the API server say what it does not change in place.
  try {
    await context.api?.apply(
      toManifest(news.value),
      { ...nameOf(news.value), ...parseId(stored.id) },
      { fieldManager: fieldManagerOf(stored.state), force: true, dryRun: true },
    );
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) {
      const changed = changes.map(({ path }) => toNotation(path));
      return placesRefusedAsImmutable(changed, error.causes);
    }
    // Other answers are the business of the preview of the update itself.
  }
  return [];
}

/** Two objects cannot have one name: the old one must go first, unless the provider makes up a new name. */
function hasSameFixedName(olds: JsonObject, news: JsonObject): boolean {
  const isAutonamed = stringAt(news, "metadata", "annotations", AUTONAMED_ANNOTATION) === "true";
  const name = stringAt(news, "metadata", "name");
  return (
    !isAutonamed &&
    name !== "" &&
    name === stringAt(olds, "metadata", "name") &&
    isSame(valueAt(olds, "metadata", "namespace"), valueAt(news, "metadata", "namespace")) &&
    isSame(valueAt(olds, "kind"), valueAt(news, "kind"))
  );
}
