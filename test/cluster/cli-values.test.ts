import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClusterName, parseNodeCount } from "./cli-values.ts";
import { clusterLayout } from "./layout.ts";

describe("the name of a cluster", () => {
  it("fits into every name that the kernel limits to 15 characters", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), (name) => {
        expect(parseClusterName(name)).toBe(name);
        expect(clusterLayout(name, 0, 1).hostLink.length).toBeLessThanOrEqual(15);
      }),
    );
  });

  it.each(["", "tencharact", "1st", "Upper", "a-b", "a/..", "a\n"])(
    "is refused with the rule: %j",
    (name) => {
      expect(() => parseClusterName(name)).toThrow(
        `'name' (${name}) must be 1 to 9 small letters and digits that begin with a letter`,
      );
    },
  );
});

describe("the number of nodes", () => {
  it("is taken from 1 to 30", () => {
    expect([1, 30].map(String).map(parseNodeCount)).toEqual([1, 30]);
  });

  it.each(["0", "31", "1.5", "two", "", "-1"])("is refused with the rule: %j", (text) => {
    expect(() => parseNodeCount(text)).toThrow(
      `'nodes' (${text}) must be a whole number from 1 to 30.`,
    );
  });
});
