import { RefusedError } from "../errors.js";

/** So many questions go to all siblings at a time. */
export const MAX_LOOKUPS = 100;

/** Does work that asks every sibling. */
export type LookupLimit = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Makes a limit for questions to all siblings, so that a flood of ids that nobody knows is not a
 * larger one between the replicas.
 *
 * @throws RefusedError when too much is asked: the same question may be asked again.
 */
export function createLookupLimit(maxLookups = MAX_LOOKUPS): LookupLimit {
  let lookups = 0;
  return async (work) => {
    if (lookups >= maxLookups) {
      throw new RefusedError(
        "AGENT_OVERLOADED",
        `The agent asks its other replicas ${maxLookups} questions already. Ask again.`,
      );
    }
    lookups += 1;
    try {
      return await work();
    } finally {
      lookups -= 1;
    }
  };
}
