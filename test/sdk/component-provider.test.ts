import type { SettingsIssue } from "@berth/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMember } from "../../sdk/src/agent/plain-object.ts";
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

const SECRET = "s3cret";
const SEALED = toOutputValue(SECRET, { secret: true });

/** What the engine prints: the reason of each issue, and the value at its path where there is one. */
function printIssues(issues: SettingsIssue[], args: Record<string, unknown>): string {
  const printed = issues.map(({ propertyPath, reason }) => {
    const parts = propertyPath.split(/[.[\]]+/).filter((part) => part !== "");
    return [reason, readMember(args, parts)];
  });
  return JSON.stringify(printed);
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

  it.each<[string, Record<string, unknown>]>([
    ["with a place besides", { secrets: [{ env: "KEY", value: SECRET, secretName: "llm" }] }],
    ["under another name", { secrets: [{ env: "KEY", vaule: SECRET }] }],
    ["that is no text", { secrets: [{ env: "KEY", value: [SECRET] }] }],
    ["without a variable", { secrets: [{ value: SECRET }] }],
    ["of a variable that is none", { secrets: [{ env: "1ST", value: SECRET, key: "a" }] }],
    [
      "that is sealed, with a place besides",
      { secrets: [{ env: "KEY", value: SEALED, key: "a" }] },
    ],
    ["as an entry of the list", { secrets: [SECRET] }],
    ["as an entry that is known too late", { secrets: [toOutputValue({ value: SECRET })] }],
    ["in a map", { secrets: { KEY: SECRET } }],
    ["in a list that is known too late", { secrets: toOutputValue([{ value: SECRET }]) }],
    ["in the URL of a peer", { peers: [{ name: "a", url: `https://a:${SECRET}@a.example.com` }] }],
    ["in what is no URL of a peer", { peers: [{ name: "a", url: `a:${SECRET}@a.example.com` }] }],
  ])("is told of a secret %s without a word of it", async (_, args) => {
    const issues = await construct(args);
    expect(issues).not.toEqual([]);
    expect(printIssues(issues, args)).not.toContain(SECRET);
  });

  it("is told nothing of values that may be known later, secrets among them", async () => {
    const args = {
      image: toOutputValue("My Image"),
      env: { LEVEL: toOutputValue(5) },
      secrets: [{ env: "KEY", value: toOutputValue("s3cret", { secret: true }) }],
      replicas: 0,
    };
    expect(await construct(args)).toEqual([
      {
        propertyPath: "replicas",
        reason: "'replicas' (0) must be a whole number from 1 to 2147483647.",
      },
    ]);
  });
});
