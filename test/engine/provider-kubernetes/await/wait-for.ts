// The pulumi.com/waitFor annotation: conditions in the words of `kubectl wait --for`.
import { JSONPath } from "jsonpath-plus";
import {
  type Json,
  type JsonObject,
  numberAt,
  objectsAt,
  stringAt,
  valueAt,
} from "../values/json.ts";
import { READY, type ReadinessRule, type Verdict, waiting } from "./verdict.ts";

export const WAIT_FOR_ANNOTATION = "pulumi.com/waitFor";

const JSONPATH_FORM = /^jsonpath=\{(.+)\}(?:=(.*))?$/s;
const CONDITION_FORM = /^condition=([^=]+)(?:=(.+))?$/s;

type Expectation = (object: JsonObject) => Verdict;

/**
 * The rule of a waitFor annotation; undefined without one.
 * @throws when it is neither one expression nor a JSON array of expressions of the form `jsonpath={...}`,
 *   `jsonpath={...}=VALUE`, `condition=TYPE` or `condition=TYPE=STATUS`.
 */
export function parseWaitFor(object: JsonObject): ReadinessRule | undefined {
  const annotation = valueAt(object, "metadata", "annotations", WAIT_FOR_ANNOTATION);
  if (annotation === undefined || annotation === null) {
    return undefined;
  }
  const expectations = expressionsOf(annotation).map(toExpectation);
  return {
    judge: (live) =>
      expectations.map((expect) => expect(live)).find((verdict) => verdict.state !== "ready") ??
      READY,
  };
}

function expressionsOf(annotation: Json): string[] {
  if (typeof annotation !== "string" || annotation.trim() === "") {
    throw formError(JSON.stringify(annotation));
  }
  if (!annotation.trimStart().startsWith("[")) {
    return [annotation.trim()];
  }
  let list: unknown;
  try {
    list = JSON.parse(annotation);
  } catch (cause) {
    throw new Error(`${WAIT_FOR_ANNOTATION} ${annotation} is not a JSON array`, { cause });
  }
  if (!Array.isArray(list) || list.length === 0) {
    throw formError(annotation);
  }
  return list.map((item: unknown) => {
    if (typeof item !== "string") {
      throw formError(JSON.stringify(item));
    }
    return item;
  });
}

function toExpectation(expression: string): Expectation {
  const path = JSONPATH_FORM.exec(expression);
  if (path !== null) {
    return expectValue(expression, path[1] ?? "", path[2]);
  }
  const condition = CONDITION_FORM.exec(expression);
  if (condition !== null) {
    return expectCondition(expression, condition[1] ?? "", condition[2] ?? "True");
  }
  throw formError(JSON.stringify(expression));
}

/** Every match must have the value; without a value, one match is enough. */
function expectValue(expression: string, path: string, wanted: string | undefined): Expectation {
  const rooted = path.startsWith("$")
    ? path
    : `$${path.startsWith(".") || path.startsWith("[") ? "" : "."}${path}`;
  return (object) => {
    const found = JSONPath<Json[]>({ path: rooted, json: object, eval: "safe" });
    const values = found.map((value) =>
      typeof value === "object" ? JSON.stringify(value) : String(value),
    );
    const isMet =
      values.length > 0 && (wanted === undefined || values.every((value) => value === wanted));
    const seen = values.length === 0 ? "nothing there yet" : `now ${values.join(", ")}`;
    return isMet ? READY : waiting(`${expression}: ${seen}`);
  };
}

function expectCondition(expression: string, type: string, status: string): Expectation {
  return (object) => {
    const condition = objectsAt(object, "status", "conditions").find(
      (candidate) => stringAt(candidate, "type").toLowerCase() === type.toLowerCase(),
    );
    const generation = numberAt(object, ["metadata", "generation"]);
    const isOld = numberAt(condition, ["observedGeneration"], generation) < generation;
    const seen = stringAt(condition, "status");
    if (condition !== undefined && !isOld && seen.toLowerCase() === status.toLowerCase()) {
      return READY;
    }
    if (condition === undefined) {
      return waiting(`${expression}: no such condition yet`);
    }
    const message = stringAt(condition, "message");
    const age = isOld ? " for an older version" : "";
    return waiting(`${expression}: now ${seen}${age}${message === "" ? "" : ` (${message})`}`);
  };
}

function formError(given: string): Error {
  return new Error(
    `${WAIT_FOR_ANNOTATION} ${given}: use "jsonpath={.path}", "jsonpath={.path}=VALUE", "condition=TYPE", ` +
      `"condition=TYPE=STATUS", or a JSON array of these`,
  );
}
