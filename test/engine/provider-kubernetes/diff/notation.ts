import type { Path } from "../values/json.ts";

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;
const STEP = /\["((?:\\"|[^"])*)"\]|\[(\d+)\]|([^.[\]]+)/g;

/**
 * A path in the engine's notation: `spec.ports[0].port`, `metadata.labels["a/b"]`.
 * The notation knows no escape for a backslash before a quote; no Kubernetes name has one.
 */
export function toNotation(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") {
        return `[${step}]`;
      }
      if (PLAIN_NAME.test(step)) {
        return index === 0 ? step : `.${step}`;
      }
      return `["${step.replaceAll('"', '\\"')}"]`;
    })
    .join("");
}

/** The path of a place in the engine's notation, as `ignoreChanges` gives it. A `*` stays a step of its own. */
export function parseNotation(notation: string): Path {
  return [...notation.matchAll(STEP)].map(([, quoted, index, name]) => {
    if (quoted !== undefined) {
      return quoted.replaceAll('\\"', '"');
    }
    return index === undefined ? (name ?? "") : Number(index);
  });
}
