import { describe, expect, it } from "vitest";
import { DEFAULT_KUBERNETES_VERSION } from "../../sdk/src/agent/defaults.ts";
import {
  FIRST_MINORS,
  OLDEST_KUBERNETES_MINOR,
  toKubernetesMinor,
} from "../../sdk/src/kubernetes-version.ts";

describe("toKubernetesMinor", () => {
  it.each([
    ["1.29", 29],
    ["1.33", 33],
    ["1.40", 40],
  ])("reads the minor version of '%s'", (text, minor) => {
    expect(toKubernetesMinor(text)).toBe(minor);
  });

  it.each(["", "1", "1.3", "2.33", "v1.33", "1.33.2", "1.33 ", "1.333"])(
    "finds none in '%s'",
    (text) => {
      expect(toKubernetesMinor(text)).toBeUndefined();
    },
  );
});

it("has a default that is not too old", () => {
  expect(toKubernetesMinor(DEFAULT_KUBERNETES_VERSION)).toBeGreaterThanOrEqual(
    OLDEST_KUBERNETES_MINOR,
  );
});

it("asks of no version for what each one has", () => {
  const always = Object.entries(FIRST_MINORS).filter(([, minor]) => {
    return minor <= OLDEST_KUBERNETES_MINOR;
  });
  expect(always).toEqual([]);
});
