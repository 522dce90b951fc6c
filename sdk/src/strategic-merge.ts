import { SettingsError, type SettingsIssue } from "@berth/contract";
import { isPlainObject } from "./agent/plain-object.js";
import { isLater, mapInput } from "./input.js";
import { at, type MergePlace, refuse, within } from "./merge-place.js";
import { KEY_DEFAULTS, type MergeRules, toMergeRules } from "./merge-rules.js";

type Members = Record<string, unknown>;

/** Says what becomes of what is there, beside the members of an object or within a list. */
const PATCH = "$patch";

/** Names the members of an object that stay. */
const RETAIN_KEYS = "$retainKeys";

/**
 * Merges a part of a manifest into it, as a strategic merge patch of Kubernetes does
 * (https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md):
 * objects are merged, `null` removes, lists are replaced but for those whose elements are told apart by
 * a member, such as containers by their name. `$patch: replace` and `$patch: delete` are for whole
 * objects and elements of such lists, `$retainKeys` for the members of an object.
 *
 * What is there keeps its place in a list, and what is new comes after it: Kubernetes has it the other
 * way round, which would make another container the one that logs are read from. Only objects and
 * lists are merged: anything else replaces and is replaced, and so does an Output in the override. An
 * Output in the manifest is merged into once it is known. Neither argument is changed.
 *
 * @throws SettingsError with all issues of the override at once.
 */
export function mergeManifest<Manifest extends object>(
  manifest: Manifest,
  override: object,
): Manifest {
  const issues: SettingsIssue[] = [];
  const base = manifest as Members;
  const place = { path: "", issues };
  for (const directive of [PATCH, RETAIN_KEYS].filter((name) => Object.hasOwn(override, name))) {
    refuse(within(place, directive), "must be further within: an object keeps its name. Move it.");
  }
  const merged = mergeValue(base, override, toMergeRules(base["kind"]), place);
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
  return merged as Manifest;
}

/** The value that a member has after the merge; undefined where it is gone. */
function mergeValue(
  base: unknown,
  override: unknown,
  rules: MergeRules | undefined,
  place: MergePlace,
): unknown {
  if (override === undefined) {
    return base;
  }
  if (override === null) {
    return undefined;
  }
  if (!isPlainObject(override) && !isList(override)) {
    return override;
  }
  if (isLater(base) && (isPlainObject(override) || rules?.keys !== undefined)) {
    return mapInput(base, (known) => mergeLater(known, override, rules, place.path));
  }
  if (isPlainObject(override)) {
    return mergeMembers(isPlainObject(base) ? base : undefined, override, rules, place);
  }
  return rules?.keys === undefined
    ? override.map((element, index) => mergeElement(undefined, element, rules, at(place, index)))
    : mergeList(isList(base) ? base : [], override, { ...rules, keys: rules.keys }, place);
}

/** Merges into an Output once it is known: what is wrong is told then. */
function mergeLater(
  base: unknown,
  override: Members | readonly unknown[],
  rules: MergeRules | undefined,
  path: string,
): unknown {
  const issues: SettingsIssue[] = [];
  const merged = mergeValue(base, override, rules, { path, issues });
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
  return merged;
}

function mergeMembers(
  base: Members | undefined,
  override: Members,
  rules: MergeRules | undefined,
  place: MergePlace,
): Members | undefined {
  const directive = readDirective(override, place);
  if (directive === "delete") {
    return base === undefined ? undefined : {};
  }
  const kept = directive === "replace" ? {} : retainMembers(base ?? {}, override, place);
  const merged = new Map(Object.entries(kept));
  for (const [name, value] of Object.entries(override)) {
    const member = within(place, name);
    if (name === PATCH || name === RETAIN_KEYS) {
      continue;
    }
    if (name.startsWith("$")) {
      refuse(member, `is not a directive that Berth knows. Use '${PATCH}' or '${RETAIN_KEYS}'.`);
      continue;
    }
    const result = mergeValue(merged.get(name), value, rules?.members?.get(name), member);
    if (result !== undefined) {
      merged.set(name, result);
    } else if (value !== undefined) {
      merged.delete(name);
    }
  }
  return Object.fromEntries(merged);
}

/** An element keeps its place in a list: one that is null or undefined stays so. */
function mergeElement(
  base: unknown,
  override: unknown,
  rules: MergeRules | undefined,
  place: MergePlace,
): unknown {
  if (isPlainObject(override) && Object.hasOwn(override, PATCH)) {
    refuse(
      within(place, PATCH),
      "must not be in an element of a list that is replaced as a whole. Give the whole list.",
    );
  }
  return override === null ? null : mergeValue(base, override, rules, place);
}

function mergeList(
  base: readonly unknown[],
  override: readonly unknown[],
  rules: MergeRules & Required<Pick<MergeRules, "keys">>,
  place: MergePlace,
): unknown[] {
  const { keys, members } = rules;
  if (keys.length === 0) {
    return [...new Set([...base, ...override])];
  }
  const elements = override.flatMap((element, index) => {
    const read = readElement(element, keys, at(place, index));
    return read === undefined ? [] : [read];
  });
  const gone = elements.filter(({ directive }) => directive === "delete");
  const merged = elements.some(({ directive }) => directive === "replace")
    ? []
    : base.filter((one) => !gone.some(({ element }) => isSame(one, element, keys)));
  for (const { element, directive, place } of elements) {
    if (directive !== undefined) {
      continue;
    }
    const index = merged.findIndex((one) => isSame(one, element, keys));
    const result = mergeValue(merged[index], element, members && { members }, place);
    merged.splice(index === -1 ? merged.length : index, 1, result);
  }
  return merged;
}

/** An element of a list that is merged, once it is known to be one. */
interface ReadElement {
  element: Members;
  directive: ReturnType<typeof readDirective>;
  place: MergePlace;
}

function readElement(
  element: unknown,
  keys: readonly string[],
  place: MergePlace,
): ReadElement | undefined {
  const directive = isPlainObject(element) ? readDirective(element, place) : undefined;
  if (isPlainObject(element) && directive === "replace") {
    if (Object.keys(element).length > 1) {
      refuse(
        place,
        `must have nothing beside '${PATCH}: replace', which replaces the whole list. ` +
          "Make another element of the rest.",
      );
    }
    return { element, directive, place };
  }
  const [first = "", ...others] = keys;
  if (!isPlainObject(element) || !isKey(element[first])) {
    refuse(place, `must be an object with a plain '${first}', by which it is told apart. Give it.`);
    return undefined;
  }
  // Else the reader of directives has refused this one.
  const isRead = element[PATCH] === directive;
  for (const key of others.filter((key) => Object.hasOwn(element, key) && !isKey(element[key]))) {
    refuse(within(place, key), "must be plain, since elements are told apart by it. Give it so.");
  }
  return isRead ? { element, directive, place } : undefined;
}

function readDirective(override: Members, place: MergePlace): "replace" | "delete" | undefined {
  const directive = override[PATCH];
  if (directive === undefined || directive === "replace" || directive === "delete") {
    return directive;
  }
  refuse(within(place, PATCH), "must be 'replace' or 'delete'. Leave it out to merge.");
  return undefined;
}

/** The members that `$retainKeys` leaves; all, where it is not given. */
function retainMembers(base: Members, override: Members, place: MergePlace): Members {
  const retained = override[RETAIN_KEYS];
  if (retained === undefined) {
    return base;
  }
  if (!isList(retained) || !retained.every((name) => typeof name === "string")) {
    refuse(within(place, RETAIN_KEYS), "must be a list of names of members.");
    return base;
  }
  const isRetained = ([name]: [string, unknown]): boolean => retained.includes(name);
  const others = Object.entries(override).filter(
    ([name, value]) => value !== null && value !== undefined && !name.startsWith("$"),
  );
  for (const [name] of others.filter((entry) => !isRetained(entry))) {
    refuse(within(place, name), `must be named in '${RETAIN_KEYS}' beside it, or be left out.`);
  }
  return Object.fromEntries(Object.entries(base).filter(isRetained));
}

function isSame(base: unknown, element: Members, keys: readonly string[]): boolean {
  return (
    isPlainObject(base) &&
    keys.every((key) => (base[key] ?? KEY_DEFAULTS[key]) === (element[key] ?? KEY_DEFAULTS[key]))
  );
}

function isKey(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
