import type * as automation from "@pulumi/pulumi/automation/index.js";

const AGENT = "berth:index:Agent";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

/** What is told of an agent. */
export interface AgentStep {
  agent: string;
  state:
    "creating" | "updating" | "waiting" | "ready" | "unchanged" | "removing" | "gone" | "failed";
  /** Why it failed, with the object that did. */
  detail?: string;
}

interface Step {
  agent: string;
  /** The type of the resource: the agent itself, or one of its objects. */
  type: string;
  op: string;
}

/** The agent that a step of the engine is about: a component, or the parent of an object. */
function toStep({ op, new: made, old }: automation.StepEventMetadata): Step | undefined {
  const resource = made ?? old;
  const urn = resource?.type === AGENT ? resource.urn : resource?.parent;
  const [, agent] = urn === undefined ? [] : urn.split(`${AGENT}::`);
  return resource === undefined || agent === undefined
    ? undefined
    : { agent, type: resource.type, op };
}

const BEGINNINGS: Readonly<Record<string, AgentStep["state"]>> = {
  create: "creating",
  update: "updating",
  replace: "updating",
  delete: "removing",
};

/** The engine marks colours in its messages; what prints them decides. */
function toPlainText(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}

/**
 * Turns the events of the engine into steps of agents. A state of an agent is told once.
 *
 * @returns what the Automation API calls with each event.
 */
export function watchAgents(
  tell: (step: AgentStep) => void,
): (event: automation.EngineEvent) => void {
  const told = new Set<string>();
  const tellOnce = (step: AgentStep): void => {
    const key = `${step.agent} ${step.state} ${step.detail ?? ""}`;
    if (!told.has(key)) {
      told.add(key);
      tell(step);
    }
  };
  const begin = ({ agent, type, op }: Step): void => {
    const state = BEGINNINGS[op];
    if (state !== undefined) {
      tellOnce({ agent, state });
    }
    if (type === DEPLOYMENT && ["create", "update"].includes(op)) {
      tellOnce({ agent, state: "waiting" });
    }
  };
  const end = ({ agent, type, op }: Step): void => {
    if (type === AGENT && op === "delete") {
      tellOnce({ agent, state: "gone" });
    }
    if (type === DEPLOYMENT && op !== "delete") {
      tellOnce({ agent, state: op === "same" ? "unchanged" : "ready" });
    }
  };
  return ({ resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent }) => {
    const begun = resourcePreEvent && toStep(resourcePreEvent.metadata);
    const ended = resOutputsEvent && toStep(resOutputsEvent.metadata);
    const failed = resOpFailedEvent && toStep(resOpFailedEvent.metadata);
    if (begun !== undefined) {
      begin(begun);
    }
    if (ended !== undefined) {
      end(ended);
    }
    if (failed !== undefined) {
      tellOnce({ agent: failed.agent, state: "failed", detail: failed.type });
    }
    if (diagnosticEvent?.severity === "error") {
      const agent = diagnosticEvent.urn?.split("::").at(-1) ?? "stack";
      tellOnce({ agent, state: "failed", detail: toPlainText(diagnosticEvent.message) });
    }
  };
}
