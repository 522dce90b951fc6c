import { z } from "zod";

/** What the engine would do to one resource. */
export interface PlannedStep {
  /** Such as `update`; a replacement is several of them. */
  operation: string;
  /** The type of the resource without its package, such as `Deployment`. */
  type: string;
  /** The logical name. */
  name: string;
}

const planSchema = z.looseObject({
  steps: z.array(z.looseObject({ op: z.string(), urn: z.string() })),
});

function toStep(operation: string, urn: string): PlannedStep {
  const [, , types = "", name = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { operation, type: types.split(/[:$/]/).at(-1) ?? "", name };
}

/** Reads what `pulumi preview --json` prints. What stays as it is is left out. */
export function toPlannedSteps(printed: string): PlannedStep[] {
  return planSchema
    .parse(JSON.parse(printed))
    .steps.filter(({ op }) => op !== "same")
    .map(({ op, urn }) => toStep(op, urn));
}

/** The steps in one word each, such as `update Deployment`, sorted. */
export function toWords(steps: readonly PlannedStep[]): string[] {
  return steps.map(({ operation, type }) => `${operation} ${type}`).sort();
}
