import type { AgentArgs } from "@berth/berth";
import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { toAgentSpec } from "../../../sdk/src/agent/spec.ts";
import { catchIssues, catchReasons, type LooseArgs } from "./catch-issues.ts";
import { card } from "./settings.ts";

/** A value that TypeScript would refuse where plain ones belong, and other languages would not. */
function later(value: unknown): unknown {
  return pulumi.output(value);
}

describe("toAgentSpec", () => {
  it.each<[string, LooseArgs, string]>([
    [
      "a wrong card",
      { card: { ...card, skills: [] } },
      "'card.skills' must have at least one entry (A2A 1.0, section 5.7).",
    ],
    ["no card", { card: undefined }, "'card' must be given."],
    ["a card that is no object", { card: "card.json" }, "'card' must be an object."],
    ["no image", { image: undefined }, "'image' must be given."],
    [
      "a port of another kind",
      { port: "8000" },
      "'port' (8000) must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
    ],
    [
      "a port that no machine has",
      { port: 65536 },
      "'port' (65536) must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
    ],
    [
      "the probes' port",
      { port: 9465 },
      "'port' (9465) must not be one of the runtime, which serves metrics on 9464 and probes on 9465. Use another one, such as 8000.",
    ],
    [
      "a port of the runtime",
      { port: 9464 },
      "'port' (9464) must not be one of the runtime, which serves metrics on 9464 and probes on 9465. Use another one, such as 8000.",
    ],
    ["an unknown argument", { images: "a:1" }, "'images' is not a known property. Remove it."],
    [
      "an unknown argument within another",
      { drain: { maxSeconds: 5 } },
      "'drain.maxSeconds' is not a known property. Remove it.",
    ],
    [
      "a name too long",
      { name: "x".repeat(50) },
      `'name' (${"x".repeat(50)}) must be 1 to 49 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit.`,
    ],
    [
      "a name that no Service can have",
      { name: "1st" },
      "'name' (1st) must be 1 to 49 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit.",
    ],
    [
      "a variable that is set twice",
      { env: { KEY: "a" }, secrets: [{ env: "KEY", secretName: "llm", key: "a" }] },
      "'secrets[0].env' (KEY) must differ from a name in 'env'. Remove one of them.",
    ],
    [
      "a variable of the Agent's own",
      { env: { AGENT_URL: "http://a" } },
      "'env.AGENT_URL' must not be set: this name is the Agent's own. Use 'name' and 'namespace'.",
    ],
    [
      "a drain that no grace period can hold",
      { drain: { maxTaskSeconds: 3_000_000 } },
      "'drain.maxTaskSeconds' (3000000) must leave the grace period at most 2147483 s: with 'acceptWindowSeconds' (5) and 'marginSeconds' (15) it is 3000020 s. Lower it.",
    ],
    [
      "a progress deadline in which no pod can count",
      { rollout: { progressDeadlineSeconds: 10 } },
      "'rollout.progressDeadlineSeconds' (10) must be a whole number of seconds, at least 11: a pod counts once it has been ready for 10.",
    ],
    ["a drain that is no object", { drain: 60 }, "'drain' must be an object."],
    [
      "the sidecar, which does not exist yet",
      { runtime: { mode: "Sidecar" } },
      "'runtime.mode' (Sidecar) is not available yet. Give Embedded when the image uses @berth/agent-runtime, None when it does not.",
    ],
    [
      "no runtime mode, which means the sidecar",
      { runtime: undefined },
      "'runtime.mode' (Sidecar) is not available yet. Give Embedded when the image uses @berth/agent-runtime, None when it does not.",
    ],
    [
      "a mode where its object belongs",
      { runtime: "Embedded" },
      "'runtime' (Embedded) must be an object.",
    ],
    [
      "a request above the default limit",
      { resources: { requests: { memory: "1.5Gi" } } },
      "'resources.requests.memory' (1.5Gi) must not exceed 'resources.limits.memory' (1Gi). Give both: what is not given has its default.",
    ],
    [
      "a limit below the default request",
      { resources: { limits: { cpu: "0.2" } } },
      "'resources.requests.cpu' (250m) must not exceed 'resources.limits.cpu' (0.2). Give both: what is not given has its default.",
    ],
    [
      "two peers of one name",
      { peers: [{ name: "a" }, { name: "b" }, { name: "a" }] },
      "'peers[2].name' (a) must differ from 'peers[0].name'. Remove one of them.",
    ],
    [
      "a peer that is no object",
      { peers: ["research"] },
      "'peers[0]' (research) must be an object.",
    ],
    ["a peer that is null", { peers: [null] }, "'peers[0]' (null) must be an object."],
    ["a peer that is not there", { peers: [undefined] }, "'peers[0]' must be given."],
    ["a list where a map belongs", { env: ["a"] }, "'env' must be an object."],
    ["a map where a list belongs", { secrets: { KEY: "llm" } }, "'secrets' must be a list."],
    ["half a replica", { replicas: 1.5 }, "'replicas' (1.5) must be a whole number, at least 1."],
    ["a secret that is no object", { secrets: [null] }, "'secrets[0]' (null) must be an object."],
  ])("tells %s by one error", (_, args, reason) => {
    expect(catchReasons(args)).toEqual([reason]);
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
    ["secrets", { secrets: later([]) }],
    ["secrets[0]", { secrets: [later({})] }],
    ["secrets[0].env", { secrets: [{ env: later("KEY"), secretName: "llm", key: "a" }] }],
    ["resources", { resources: later({}) }],
    ["drain", { drain: later({}) }],
    ["drain.maxTaskSeconds", { drain: { maxTaskSeconds: Promise.resolve(60) } }],
    ["runtime", { runtime: later({ mode: "Embedded" }) }],
    ["runtime.mode", { runtime: { mode: later("Embedded") } }],
    ["peers", { peers: later([]) }],
  ])("refuses an Output as '%s', since it decides what is made", (propertyPath, args) => {
    expect(catchIssues(args)).toEqual([
      {
        propertyPath,
        reason: `'${propertyPath}' must be plain: an Output is known too late to decide what is made.`,
      },
    ]);
  });
});
