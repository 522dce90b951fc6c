// Amounts as Kubernetes writes them:
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/

const QUANTITY = /^(\d+(?:\.\d+)?)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;

const DECIMAL_SUFFIXES = ["", "k", "M", "G", "T", "P", "E"];
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** The rule of `isQuantity`, to follow the name of a property and its value. */
export const QUANTITY_RULE = "must be a quantity, such as '250m' or '512Mi'.";

/** Tells whether a text is an amount of a resource. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** Tells whether one amount is more than another. Both are quantities. */
export function exceeds(one: string, other: string): boolean {
  return toNumber(one) > toNumber(other);
}

function toNumber(quantity: string): number {
  const [, amount = "", suffix = ""] = QUANTITY.exec(quantity) ?? [];
  if (suffix === "m") {
    return Number(amount) / 1000;
  }
  return suffix.endsWith("i")
    ? Number(amount) * 1024 ** BINARY_SUFFIXES.indexOf(suffix)
    : Number(amount) * 1000 ** DECIMAL_SUFFIXES.indexOf(suffix);
}
