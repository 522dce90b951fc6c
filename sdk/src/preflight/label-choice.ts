import type { LabelRequirement } from "./cluster-facts.js";

/** Labels by which a selector takes an object. */
export interface LabelChoice {
  /** What the object must be given. */
  labels: Record<string, string>;
  /** What no labels that it may be given can meet. */
  unmet: LabelRequirement[];
}

/** Labels that an object has anyway, and that nobody else gives it. Undefined differs from one to another. */
export type OwnLabels = Readonly<Record<string, string | undefined>>;

/** What a label says that only has to be there. */
const ANY_VALUES = ["true", "yes"];

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

/** Finds labels by which a selector takes an object. */
export function chooseLabels(
  requirements: readonly LabelRequirement[],
  own: OwnLabels,
): LabelChoice {
  const choice: LabelChoice = { labels: {}, unmet: [] };
  for (const key of new Set(requirements.map((requirement) => requirement.key))) {
    const ofKey = requirements.filter((requirement) => requirement.key === key);
    if (key in own) {
      choice.unmet.push(...ofKey.filter((requirement) => !isMetBy(requirement, own[key])));
      continue;
    }
    const value = chooseValue(ofKey);
    if (value === null) {
      choice.unmet.push(...ofKey);
    } else if (value !== undefined) {
      choice.labels[key] = value;
    }
  }
  return choice;
}

/** A label that differs from one object to another is there, and is not taken for any value. */
function isMetBy({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    default:
      return operator === "Exists";
  }
}

/** Undefined needs no label, and null has none that would do. */
function chooseValue(requirements: readonly LabelRequirement[]): string | null | undefined {
  const ofOperator = (wanted: string) =>
    requirements.filter(({ operator }) => operator === wanted).map(({ values }) => values);
  const lists = ofOperator("In");
  const isAsked = lists.length > 0 || ofOperator("Exists").length > 0;
  if (!requirements.every(({ operator }) => OPERATORS.includes(operator))) {
    return null;
  }
  if (!isAsked) {
    return undefined;
  }
  const excluded = ofOperator("NotIn").flat();
  const fits = (value: string) =>
    lists.every((list) => list.includes(value)) && !excluded.includes(value);
  return ofOperator("DoesNotExist").length > 0
    ? null
    : ((lists[0] ?? ANY_VALUES).find(fits) ?? null);
}
