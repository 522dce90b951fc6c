import type { Selection } from "../cluster/api-client.ts";
import { type JsonObject, numberAt, objectsAt, stringAt } from "../values/json.ts";

/** What can be said of an object right now. Waiting cannot help one that has failed. */
export type Verdict =
  { state: "ready" } | { state: "waiting"; message: string } | { state: "failed"; message: string };

/** When objects of a kind are ready. Pure: everything it looks at is handed in, so that a watch can wake it. */
export interface ReadinessRule {
  /** Objects the verdict depends on beside the object itself. */
  related?(object: JsonObject): Selection | undefined;
  /** `related` are the objects of that selection; undefined before the first answer. */
  judge(object: JsonObject, related: JsonObject[] | undefined): Verdict;
}

export const READY: Verdict = { state: "ready" };

export function waiting(message: string): Verdict {
  return { state: "waiting", message };
}

export function failed(message: string): Verdict {
  return { state: "failed", message };
}

export function conditionOf(object: JsonObject, type: string): JsonObject | undefined {
  return objectsAt(object, "status", "conditions").find((condition) => condition.type === type);
}

export function isConditionTrue(object: JsonObject, type: string): boolean {
  return conditionOf(object, type)?.status === "True";
}

/** The status of an object speaks of an older version until its controller has seen the latest one. */
export function isStale(object: JsonObject): boolean {
  return (
    numberAt(object, ["status", "observedGeneration"]) <
    numberAt(object, ["metadata", "generation"])
  );
}

export const STALE = waiting("its controller has not seen the latest version yet");

/** `reason: message` of a condition or a state, without empty parts. */
export function reasonOf(object: JsonObject | undefined): string {
  return [stringAt(object, "reason"), stringAt(object, "message")]
    .filter((part) => part !== "")
    .join(": ");
}
