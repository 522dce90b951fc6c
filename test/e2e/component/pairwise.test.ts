import { type AgentManifest, renderManifests } from "@berth/berth";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ModeImages, toPairedAgent } from "./paired-agents.ts";
import { FACTORS, isAllowed, type Options, PAIRED_OPTIONS, toPairName } from "./paired-options.ts";
import { coverPairs, listPairs, listRows } from "./pairwise.ts";

const factorsArbitrary = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 5 })
  .map((sizes) =>
    Object.fromEntries(
      sizes.map((size, index) => [
        `factor${index}`,
        Array.from({ length: size }, (_, value) => `value${value}`),
      ]),
    ),
  );

describe("listRows", () => {
  it("lists every combination once", () => {
    expect(listRows({ mode: ["a", "b"], scaling: ["no", "yes"] })).toEqual([
      { mode: "a", scaling: "no" },
      { mode: "a", scaling: "yes" },
      { mode: "b", scaling: "no" },
      { mode: "b", scaling: "yes" },
    ]);
  });
});

describe("listPairs", () => {
  it("names each two values of a row", () => {
    expect(listPairs({ mode: "a", scaling: "no", auth: "yes" })).toEqual([
      "mode=a scaling=no",
      "mode=a auth=yes",
      "scaling=no auth=yes",
    ]);
  });
});

describe("coverPairs", () => {
  it("chooses rows of those given only, with every pair that they have", () => {
    fc.assert(
      fc.property(factorsArbitrary, fc.integer({ min: 1, max: 4 }), (factors, step) => {
        // Leaving rows out stands for options that exclude each other.
        const rows = listRows(factors).filter((_, index) => index % step === 0);
        const chosen = coverPairs(rows);
        const toPairs = (some: typeof rows): Set<string> => new Set(some.flatMap(listPairs));
        expect(toPairs(chosen)).toEqual(toPairs(rows));
        expect(rows).toEqual(expect.arrayContaining(chosen));
      }),
    );
  });

  it("chooses few: four rows for seven factors of two values would not do, eight do", () => {
    const factors = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [`factor${index}`, ["no", "yes"]]),
    );
    expect(coverPairs(listRows(factors)).length).toBeLessThanOrEqual(8);
  });
});

describe("the paired agents", () => {
  const images: ModeImages = {
    Sidecar: "registry.test/card:1",
    Embedded: "registry.test/worker:1",
    None: "registry.test/card:1",
    runtime: "registry.test/runtime:1",
  };
  const render = (options: Options, index = 0): AgentManifest[] =>
    renderManifests(toPairName(index), toPairedAgent(options, index, images), {
      namespace: "pairs",
    });
  const [first] = listRows(FACTORS) as [Options];

  it("are agents as Berth takes them, every allowed one", () => {
    PAIRED_OPTIONS.forEach(render);
    // More than those chosen: pairs that none of them has are not left out for a wrong reason.
    listRows(FACTORS)
      .filter((options, index) => index % 149 === 0 && isAllowed(options))
      .forEach((options) => render(options));
  });

  it.each<Partial<Options>>([
    { mode: "None", auth: "yes" },
    { mode: "None", scaling: "None", idlestPodFirst: "yes" },
  ])("leave out %o, which Berth refuses", (change) => {
    const refused = { ...first, ...change };
    expect(isAllowed(refused)).toBe(false);
    expect(() => render(refused)).toThrow();
  });

  it.each<{ scaling: Options["scaling"]; change: Partial<Options> }>([
    { scaling: "no", change: { target: "saturation" } },
    { scaling: "no", change: { idlestPodFirst: "yes" } },
    { scaling: "None", change: { target: "saturation" } },
  ])("leave out $change with the scaling '$scaling', since it changes nothing", (row) => {
    const plain = { ...first, scaling: row.scaling };
    expect(isAllowed({ ...plain, ...row.change })).toBe(false);
    expect(render({ ...plain, ...row.change })).toEqual(render(plain));
  });

  it("have, between them, every kind of object that Berth makes of an agent", () => {
    const kinds = PAIRED_OPTIONS.flatMap((options, index) =>
      render(options, index).map(({ kind }) => kind),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      "ConfigMap",
      "Deployment",
      "HTTPRoute",
      "HorizontalPodAutoscaler",
      "Ingress",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "PodMonitor",
      "Role",
      "RoleBinding",
      "ScaledObject",
      "Secret",
      "Service",
      "ServiceAccount",
      "ValidatingAdmissionPolicy",
      "ValidatingAdmissionPolicyBinding",
    ]);
  });
});
