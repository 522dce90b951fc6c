import { afterAll } from "vitest";

/**
 * Takes what removes something, and runs it when the tests of the file are over, the last first.
 *
 * What was made before a `beforeAll` failed is removed too.
 */
export function removeAfterAll(): (remove: () => Promise<void>) => void {
  const removals: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const remove of removals.reverse()) {
      await remove();
    }
  });
  return (remove) => {
    removals.push(remove);
  };
}
