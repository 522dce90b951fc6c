import type { Json } from "../values/json.ts";

const FACTORS: Record<string, number> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/;

/**
 * The value of a Kubernetes quantity; undefined for anything else.
 * `quantityToScalar` of the client library refuses "1.5Gi", which the API server takes and answers as "1536Mi".
 */
export function toQuantityValue(quantity: Json | undefined): number | undefined {
  if (typeof quantity !== "string" && typeof quantity !== "number") {
    return undefined;
  }
  const parts = QUANTITY.exec(String(quantity));
  const factor = FACTORS[parts?.[2] ?? ""];
  return parts === null || factor === undefined ? undefined : Number(parts[1]) * factor;
}

/** True when both are quantities of the same value: "0.01" and "10m", "1024Mi" and "1Gi". */
export function isSameQuantity(a: Json | undefined, b: Json | undefined): boolean {
  const left = toQuantityValue(a);
  const right = toQuantityValue(b);
  // Factors such as 1e-3 are not exact in binary.
  return (
    left !== undefined &&
    right !== undefined &&
    Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right))
  );
}
