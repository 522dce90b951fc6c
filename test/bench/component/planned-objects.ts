import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** An object that a program wants, as the engine was told. */
export interface PlannedObject {
  type: string;
  /** The logical name. */
  name: string;
  inputs: Record<string, unknown>;
}

/** What a program wants. */
export interface Plan {
  /** How many resources there are, with components and the stack. */
  resources: number;
  /** The objects of Kubernetes, by type and name. */
  objects: PlannedObject[];
}

const previewSchema = z.object({
  steps: z.array(
    z.object({
      op: z.literal("create"),
      urn: z.string(),
      newState: z.object({
        type: z.string(),
        inputs: z.record(z.string(), z.unknown()).default({}),
      }),
    }),
  ),
});

/** Reads what `pulumi preview --json` prints of a stack that has nothing yet. */
export function toPlan(printed: string): Plan {
  const { steps } = previewSchema.parse(JSON.parse(printed));
  const objects = steps
    .filter(({ newState }) => newState.type.startsWith("kubernetes:"))
    .map(({ newState, urn }) => ({
      type: newState.type,
      name: urn.split("::").at(-1) ?? "",
      inputs: newState.inputs,
    }));
  const toKey = ({ name, type }: PlannedObject): string => `${type} ${name}`;
  return {
    resources: steps.length,
    objects: objects.sort((one, other) => (toKey(one) < toKey(other) ? -1 : 1)),
  };
}

/**
 * Checks that two programs want the same.
 *
 * @throws Error that names what differs.
 */
export function requireSamePlan(ours: Plan, flat: Plan): void {
  const differing = ours.objects.filter(
    (object, index) => !isDeepStrictEqual(object, flat.objects[index]),
  );
  if (
    differing.length > 0 ||
    ours.objects.length !== flat.objects.length ||
    ours.resources !== flat.resources
  ) {
    const names = differing.map(({ name, type }) => `${type} ${name}`).join(", ");
    throw new Error(
      `The programs must want the same: ours has ${ours.resources} resources and the flat one ` +
        `${flat.resources}. ${names === "" ? "No object" : names} differs. ` +
        "Mend test/bench/component/programs/flat.",
    );
  }
}
