import type * as automation from "@pulumi/pulumi/automation/index.js";
import { expect, it } from "vitest";
import { type AgentStep, watchAgents } from "../../../examples/consumers/automation/progress.ts";

const STACK = "urn:pulumi:dev::hello";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

/** A resource of an agent: the component where no type of an object is given. */
function toMetadata(op: string, agent: string, object?: string): automation.StepEventMetadata {
  const component = `${STACK}::berth:index:Agent::${agent}`;
  const resource =
    object === undefined
      ? { type: "berth:index:Agent", urn: component, parent: `${STACK}::pulumi:pulumi:Stack::a` }
      : {
          type: object,
          urn: `${STACK}::berth:index:Agent$${object}::${agent}-object`,
          parent: component,
        };
  const state = { ...resource, id: "", inputs: {}, outputs: {}, provider: "" };
  return {
    ...{ op: op as automation.OpType, urn: resource.urn, type: resource.type, provider: "" },
    ...(op === "delete" ? { old: state } : { new: state }),
  };
}

function toEvent(event: Partial<automation.EngineEvent>): automation.EngineEvent {
  return { sequence: 0, timestamp: 0, ...event };
}

const begins = (...step: Parameters<typeof toMetadata>) =>
  toEvent({ resourcePreEvent: { metadata: toMetadata(...step) } });

const ends = (...step: Parameters<typeof toMetadata>) =>
  toEvent({ resOutputsEvent: { metadata: toMetadata(...step) } });

function watch(...events: automation.EngineEvent[]): AgentStep[] {
  const steps: AgentStep[] = [];
  events.forEach(watchAgents((step) => steps.push(step)));
  return steps;
}

it("tells of each agent when it begins, when its pods are waited for, and when they are ready", () => {
  expect(
    watch(
      begins("create", "a"),
      ends("create", "a"),
      begins("create", "a", "kubernetes:core/v1:Service"),
      begins("create", "b"),
      begins("create", "a", DEPLOYMENT),
      ends("create", "a", DEPLOYMENT),
    ),
  ).toEqual([
    { agent: "a", state: "creating" },
    { agent: "b", state: "creating" },
    { agent: "a", state: "waiting" },
    { agent: "a", state: "ready" },
  ]);
});

it("calls an agent unchanged when its pods stay", () => {
  expect(
    watch(begins("same", "a"), begins("same", "a", DEPLOYMENT), ends("same", "a", DEPLOYMENT)),
  ).toEqual([{ agent: "a", state: "unchanged" }]);
});

it("calls an agent gone when the last of it is removed", () => {
  expect(
    watch(
      begins("delete", "a", DEPLOYMENT),
      ends("delete", "a", DEPLOYMENT),
      begins("delete", "a"),
      ends("delete", "a"),
    ),
  ).toEqual([
    { agent: "a", state: "removing" },
    { agent: "a", state: "gone" },
  ]);
});

it("tells which object failed, and why, without the colours of the engine", () => {
  const metadata = toMetadata("create", "a", DEPLOYMENT);
  const failure = toEvent({ resOpFailedEvent: { metadata, status: 0, steps: 1 } });
  const reason = toEvent({
    diagnosticEvent: {
      urn: `${STACK}::berth:index:Agent::a`,
      severity: "error",
      message: "<{%reset%}>the image is not there<{%reset%}>\n",
      color: "always",
    },
  });
  expect(watch(failure, reason)).toEqual([
    { agent: "a", state: "failed", detail: DEPLOYMENT },
    { agent: "a", state: "failed", detail: "the image is not there" },
  ]);
});

it("says nothing of what belongs to no agent", () => {
  const namespace = toEvent({
    resourcePreEvent: {
      metadata: {
        ...toMetadata("create", "a"),
        new: {
          type: "kubernetes:core/v1:Namespace",
          urn: `${STACK}::berth:index:AgentNamespace$kubernetes:core/v1:Namespace::agents`,
          parent: `${STACK}::berth:index:AgentNamespace::agents`,
          ...{ id: "", inputs: {}, outputs: {}, provider: "" },
        },
      },
    },
  });
  expect(watch(namespace)).toEqual([]);
});
