import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { minimalArgs } from "./agent/settings.ts";
import { WRONG_ARGS } from "./agent/wrong-args.ts";
import { CONTRACT_ROWS } from "./agent/wrong-args/contract-rows.ts";
import { type ComponentPlugin, startComponentPlugin, toOutputValue } from "./construct.ts";

// What programs in YAML, Python and Go are told of wrong args: the same as those in TypeScript.

const rows = [...Object.values(WRONG_ARGS).flat(), ...CONTRACT_ROWS].filter(
  ({ onlyInTypeScript }) => onlyInTypeScript === undefined,
);

let plugin: ComponentPlugin;

beforeAll(async () => {
  plugin = await startComponentPlugin();
}, 60_000);

afterAll(async () => {
  await plugin.stop();
});

/** A property that is undefined is not sent. */
function toInputs(args: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

async function construct(args: Record<string, unknown>, component = "data-analysis") {
  return await plugin.constructAgent(component, toInputs({ ...minimalArgs, ...args }));
}

describe("an Agent of a program in another language", () => {
  it.each(rows)("is told $title", async ({ args, issues, component }) => {
    expect(await construct(args, component)).toEqual(issues);
  });

  it.each(["port", "scaling", "kubernetesVersion"])(
    "is told that '%s' is known too late",
    async (property) => {
      const reason = `'${property}' must be plain: an Output is known too late to decide what is made.`;
      expect(await construct({ [property]: toOutputValue("a") })).toEqual([
        { propertyPath: property, reason },
      ]);
    },
  );

  it("is told nothing of values that may be known later, secrets among them", async () => {
    const args = {
      image: toOutputValue("My Image"),
      env: { LEVEL: toOutputValue(5) },
      secrets: [{ env: "KEY", value: toOutputValue("s3cret", { secret: true }) }],
      replicas: 0,
    };
    expect(await construct(args)).toEqual([
      { propertyPath: "replicas", reason: "'replicas' (0) must be a whole number, at least 1." },
    ]);
  });
});
