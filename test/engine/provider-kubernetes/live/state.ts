import * as crypto from "node:crypto";
import { type JsonObject, objectAt, stringAt } from "../values/json.ts";

const FIELD_MANAGER_KEY = "__fieldManager";
const INITIAL_API_VERSION_KEY = "__initialApiVersion";

/** What the engine stores of a live object: all of it but managedFields, which change with every write of anybody. */
export function toState(live: JsonObject, fieldManager: string): JsonObject {
  const metadata = Object.entries(objectAt(live, "metadata")).filter(
    ([key]) => key !== "managedFields",
  );
  return {
    ...live,
    metadata: Object.fromEntries(metadata),
    [FIELD_MANAGER_KEY]: fieldManager,
    [INITIAL_API_VERSION_KEY]: stringAt(live, "apiVersion"),
  };
}

/** One field manager per resource, kept in the state: two resources on one object conflict instead of fighting. */
export function fieldManagerOf(state: JsonObject): string {
  const known = stringAt(state, FIELD_MANAGER_KEY);
  return known === "" ? `pulumi-kubernetes-${crypto.randomBytes(4).toString("hex")}` : known;
}

/** What is sent to the API server: the inputs without the provider's own marks. */
export function toManifest(inputs: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
}
