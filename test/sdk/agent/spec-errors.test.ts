import type { AgentArgs } from "@berth/berth";
import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RULES } from "../../../sdk/src/agent/rules.ts";
import { toAgentSpec } from "../../../sdk/src/agent/spec.ts";
import { catchIssues, catchReasons, type LooseArgs } from "./catch-issues.ts";
import { card } from "./settings.ts";
import { WRONG_ARGS } from "./wrong-args.ts";
import { CONTRACT_ROWS } from "./wrong-args/contract-rows.ts";

const AGENT_FOLDER = join(import.meta.dirname, "..", "..", "..", "sdk", "src", "agent");

/** A value that TypeScript would refuse where plain ones belong, and other languages would not. */
function later(value: unknown): unknown {
  return pulumi.output(value);
}

/** What a reason must have in it, in this order: a rule without the values that are put in. */
function toParts(rule: string | ((...values: string[]) => string)): string[] {
  const gap = "\0";
  return typeof rule === "string"
    ? [rule]
    : rule(...Array.from({ length: rule.length }, () => gap)).split(gap);
}

function hasInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  return parts.every((part) => {
    const at = text.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}

const ruleNames = Object.keys(RULES) as (keyof typeof RULES)[];

describe.each(ruleNames)("the rule '%s'", (name) => {
  const parts = toParts(RULES[name]);

  it("has a row in the table of wrong args", () => {
    expect(WRONG_ARGS[name]).not.toEqual([]);
  });

  it.each(WRONG_ARGS[name])("tells $title", ({ args, issues, component }) => {
    const told = catchIssues(args, component);
    expect(told).toEqual(issues);
    expect(told.filter(({ reason }) => hasInOrder(reason, parts))).not.toEqual([]);
  });
});

it("leaves no file but those of the rules a rule of its own", () => {
  const files = globSync("{*-schema,value-schemas,spec,clashes,clashes/*}.ts", {
    cwd: AGENT_FOLDER,
  });
  expect(files.length).toBeGreaterThan(15);
  const texts = files.flatMap((file) => {
    const source = readFileSync(join(AGENT_FOLDER, file), "utf8");
    return [...source.matchAll(/["'`](must|is not) .*/g)].map(([text]) => `${file}: ${text}`);
  });
  expect(texts).toEqual([]);
});

describe("toAgentSpec", () => {
  it.each(CONTRACT_ROWS)("tells $title", ({ args, issues }) => {
    expect(catchIssues(args)).toEqual(issues);
  });

  it.each<[string, unknown, string]>([
    ["none", undefined, "The settings must be given."],
    ["null", null, "The settings (null) must be an object."],
    ["a text", "research", "The settings (research) must be an object."],
    [
      "an Output",
      later({}),
      "The settings must be plain: an Output is known too late to decide what is made.",
    ],
  ])("refuses args that are no object: %s", (_, args, reason) => {
    expect(() => toAgentSpec(args as AgentArgs, "research")).toThrow(
      new SettingsError([{ propertyPath: "", reason }]),
    );
  });

  it("does not find peers or secrets without a name to have the same one", () => {
    expect(catchReasons({ peers: [{}, {}] })).toEqual([
      "'peers[0].name' must be given.",
      "'peers[1].name' must be given.",
    ]);

    const secrets = [
      { secretName: "llm", key: "a" },
      { secretName: "llm", key: "b" },
    ];
    expect(catchReasons({ secrets })).toEqual([
      "'secrets[0].env' must be given.",
      "'secrets[1].env' must be given.",
    ]);
  });

  it.each<[string, LooseArgs]>([
    ["card", { card: later(card) }],
    ["card.description", { card: { ...card, description: later("Statistics") } }],
    [
      "card.skills[0].tags[0]",
      { card: { ...card, skills: [{ ...card.skills[0], tags: [later("data")] }] } },
    ],
    ["name", { name: later("analysis") }],
    ["port", { port: later(8000) }],
    ["env", { env: later({ LEVEL: "debug" }) }],
    ["envFrom", { envFrom: later([]) }],
    ["envFrom[0]", { envFrom: [later({})] }],
    ["secrets[0].env", { secrets: later([]) }],
    ["secrets[1].env", { secrets: [{ env: "A", value: "a" }, later({})] }],
    ["secrets[0].env", { secrets: [{ env: later("KEY"), secretName: "llm", key: "a" }] }],
    ["scaling", { scaling: later({}) }],
    ["scaling.scaleUp", { scaling: { scaleUp: later({}) } }],
    ["scaling.backend", { scaling: { backend: later("Keda") } }],
    ["scaling.idlestPodFirst", { scaling: { idlestPodFirst: later(true) } }],
    [
      "scaling.keda.authentication",
      {
        scaling: {
          backend: "Keda",
          keda: { prometheusUrl: "http://prometheus", authentication: later({}) },
        },
      },
    ],
    ["resources", { resources: later({}) }],
    ["drain", { drain: later({}) }],
    ["drain.maxTaskSeconds", { drain: { maxTaskSeconds: Promise.resolve(60) } }],
    ["probes", { probes: later({}) }],
    ["probes.liveness", { probes: { liveness: later({}) } }],
    ["runtime", { runtime: later({ mode: "Embedded" }) }],
    ["runtime.mode", { runtime: { mode: later("Embedded") } }],
    ["runtime.env", { runtime: { env: later({}) } }],
    ["runtime.resources", { runtime: { resources: later({}) } }],
    ["runtime.resources.limits", { runtime: { resources: { limits: later({}) } } }],
    ["peers", { peers: later([]) }],
    ["network", { network: later({}) }],
    ["network.policy", { network: { policy: later(false) } }],
    ["network.allowTo[0].podLabels", { network: { allowTo: [{ podLabels: later({}) }] } }],
    ["exposure", { exposure: later({}) }],
    ["exposure.gateway", { exposure: { hostname: "a.example.com", gateway: later({}) } }],
    ["monitoring.kind", { monitoring: { kind: later("PodMonitor") } }],
    ["auth", { auth: later({}) }],
    ["auth.jwt", { auth: { jwt: later([]) } }],
    [
      "auth.jwt[0].issuer",
      { auth: { jwt: [{ issuer: later("https://login.example.com"), audiences: ["a"] }] } },
    ],
    ["pod.labels", { pod: { labels: later({}) } }],
    ["serviceAccount.rules", { serviceAccount: { rules: later([]) } }],
    ["kubernetesVersion", { kubernetesVersion: later("1.33") }],
    ["overrides", { overrides: later({}) }],
    ["extraManifests", { extraManifests: later([]) }],
  ])("refuses an Output as '%s', since it decides what is made", (propertyPath, args) => {
    expect(catchIssues(args)).toEqual([
      {
        propertyPath,
        reason: `'${propertyPath}' must be plain: an Output is known too late to decide what is made.`,
      },
    ]);
  });

  it.each<[string, LooseArgs]>([
    ["overrides.deployment", { overrides: { deployment: later({}) } }],
    ["overrides.service.spec", { overrides: { service: { spec: later({}) } } }],
    [
      "overrides.deployment.spec.template",
      { overrides: { deployment: { spec: { template: later({}) } } } },
    ],
  ])("refuses an Output as '%s', which could hide a name", (propertyPath, args) => {
    const reason = `'${propertyPath}' ${RULES.overridePart}`;
    expect(catchIssues(args)).toEqual([{ propertyPath, reason }]);
  });

  it.each<[string, LooseArgs]>([
    ["extraManifests[0]", { extraManifests: [later({})] }],
    [
      "extraManifests[0].metadata.name",
      { extraManifests: [{ apiVersion: "v1", kind: "Secret", metadata: { name: later("a") } }] },
    ],
  ])("refuses an Output as '%s', which names an object", (propertyPath, args) => {
    expect(catchIssues(args).map((issue) => issue.propertyPath)).toEqual([propertyPath]);
  });
});
