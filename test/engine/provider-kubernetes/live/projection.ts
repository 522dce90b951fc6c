// The inputs as the live object shows them: what a refresh compares with the inputs of the program.
import {
  isEmpty,
  isJsonObject,
  isSame,
  type Json,
  type JsonObject,
  objectAt,
  type Path,
  stringAt,
  valueAt,
} from "../values/json.ts";
import { isSameQuantity } from "./quantity.ts";

/** Where the API server normalizes quantities, after the path without indices. */
const QUANTITY_PLACE =
  /\.(?:limits|requests|hard|capacity|default|defaultRequest|max|min)\.[^.]+$|\.(?:sizeLimit|averageValue|value|divisor|storage)$/;

/** Fields that tell the items of a list apart, after the list types of the built-in kinds; the first that fits wins. */
const ITEM_KEYS: readonly (readonly string[])[] = [
  ["name"],
  ["containerPort", "protocol"],
  ["port", "protocol"],
  ["mountPath"],
  ["devicePath"],
  ["topologyKey", "whenUnsatisfiable"],
  ["ip"],
  ["key"],
];

/**
 * The live object in the shape of `wanted`: only fields the program wrote, with the values the API server shows.
 * What means the same keeps the program's spelling, so that a refresh finds no change: quantities, omitted zero values,
 * lists in another order.
 */
export function projectLive(wanted: JsonObject, live: JsonObject): JsonObject {
  const projected = project(withoutStringData(wanted), live, []);
  const shown = isJsonObject(projected) ? projected : {};
  return isJsonObject(wanted.stringData)
    ? { ...shown, stringData: liveStringData(wanted.stringData, live) }
    : shown;
}

function project(wanted: Json, live: Json | undefined, path: Path): Json | undefined {
  if (wanted === null || (isEmpty(wanted) && isEmpty(live))) {
    return wanted;
  }
  if (isJsonObject(wanted) && isJsonObject(live)) {
    const shown = Object.entries(wanted).flatMap(([key, value]): [string, Json][] => {
      const seen = project(value, valueAt(live, key), [...path, key]);
      return seen === undefined ? [] : [[key, seen]];
    });
    return Object.fromEntries(shown);
  }
  if (Array.isArray(wanted) && Array.isArray(live)) {
    return projectList(wanted, live, path);
  }
  if (QUANTITY_PLACE.test(`.${path.join(".")}`) && isSameQuantity(wanted, live)) {
    return wanted;
  }
  // The API server leaves out many fields that have their zero value.
  if (live === undefined && (wanted === false || wanted === 0 || wanted === "")) {
    return wanted;
  }
  return live;
}

function projectList(wanted: Json[], live: Json[], path: Path): Json[] {
  const keys = ITEM_KEYS.find((fields) => isKeyOf(fields, wanted) && isKeyOf(fields, live));
  if (keys === undefined) {
    return live.map((item, index) => {
      const counterpart = wanted[index];
      return counterpart === undefined
        ? item
        : (project(counterpart, item, [...path, index]) ?? item);
    });
  }
  // Items of others (an injected container) are not the program's, and its own keep their order.
  return wanted.flatMap((item, index) => {
    const match = live.find((candidate) => keyOf(keys, candidate) === keyOf(keys, item));
    const seen = match === undefined ? undefined : project(item, match, [...path, index]);
    return seen === undefined ? [] : [seen];
  });
}

function isKeyOf(fields: readonly string[], items: Json[]): boolean {
  const [first = ""] = fields;
  // An object is no key: the server may add fields to it.
  const isComplete = items.every((item) =>
    ["string", "number"].includes(typeof valueAt(item, first)),
  );
  return isComplete && new Set(items.map((item) => keyOf(fields, item))).size === items.length;
}

function keyOf(fields: readonly string[], item: Json): string {
  return JSON.stringify(
    fields.map((field) => valueAt(item, field) ?? (field === "protocol" ? "TCP" : null)),
  );
}

function withoutStringData(wanted: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => key !== "stringData"));
}

/** `stringData` is write-only: the API server shows it as part of `data`. */
function liveStringData(wanted: JsonObject, live: JsonObject): JsonObject {
  const shown = Object.keys(wanted).flatMap((key): [string, Json][] => {
    const stored = valueAt(live, "data", key);
    return typeof stored === "string"
      ? [[key, Buffer.from(stored, "base64").toString("utf8")]]
      : [];
  });
  return Object.fromEntries(shown);
}

const SERVER_METADATA = new Set([
  "creationTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
]);

/** All of a live object that somebody could have written: the inputs of an import. */
export function toImportedInputs(live: JsonObject): JsonObject {
  const metadata = Object.entries(objectAt(live, "metadata")).filter(
    ([key]) => !SERVER_METADATA.has(key),
  );
  const inputs = Object.entries(live).filter(([key]) => key !== "status");
  return { ...Object.fromEntries(inputs), metadata: Object.fromEntries(metadata) };
}

/**
 * The old inputs with the namespace the object really has: when the kind was not known yet (its CRD was still to come),
 * the inputs have none, and naming it later is no change.
 */
export function withLiveNamespace(inputs: JsonObject, state: JsonObject): JsonObject {
  const namespace = stringAt(state, "metadata", "namespace");
  if (namespace === "" || !isSame(valueAt(inputs, "metadata", "namespace"), null)) {
    return inputs;
  }
  return { ...inputs, metadata: { ...objectAt(inputs, "metadata"), namespace } };
}
