import * as runtime from "@berth/agent-runtime";
import type {
  AgentExecutor,
  AgentServerOptions,
  AgentTask,
  PeerAnswer,
  PeerClient,
  PeerEvent,
  TaskPart,
} from "@berth/agent-runtime";
import { expect, expectTypeOf, it } from "vitest";

// Images out there are written against these names. A test that has to be edited here is a change
// that they notice.

it("exports what agents are written against, and nothing else", () => {
  expect(Object.keys(runtime).sort()).toEqual([
    "DEFAULT_CLUSTER_DOMAIN",
    "DEFAULT_MAX_BODY_BYTES",
    "DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS",
    "DISCOVERY_CARD",
    "ListenError",
    "PeerError",
    "TaskEndedError",
    "UnknownPeerError",
    "createAgentProxy",
    "createAgentServer",
    "createClusterRegistry",
    "createDiscoveryExecutor",
    "createDrain",
    "createStaticRegistry",
  ]);
});

it("takes executors that return a promise and such that do not", () => {
  expectTypeOf<(task: AgentTask) => void>().toExtend<AgentExecutor>();
  expectTypeOf<(task: AgentTask) => Promise<void>>().toExtend<AgentExecutor>();
});

it("needs an executor and nothing else", () => {
  expectTypeOf<{ executor: AgentExecutor }>().toExtend<AgentServerOptions>();
  expectTypeOf<object>().not.toExtend<AgentServerOptions>();
});

it("gives a task everything that an agent does with one", () => {
  expectTypeOf<keyof AgentTask>().toEqualTypeOf<
    | "id"
    | "contextId"
    | "message"
    | "history"
    | "acceptedOutputModes"
    | "signal"
    | "peers"
    | "log"
    | "report"
    | "addArtifact"
    | "appendToArtifact"
    | "complete"
    | "fail"
    | "reject"
    | "askForAuthorization"
    | "askForInput"
  >();
  expectTypeOf<AgentTask["signal"]>().toEqualTypeOf<AbortSignal>();
});

it("streams what peers answer, and waits for it", () => {
  expectTypeOf<ReturnType<PeerClient["stream"]>>().toEqualTypeOf<AsyncIterable<PeerEvent>>();
  expectTypeOf<ReturnType<PeerClient["ask"]>>().toEqualTypeOf<Promise<PeerAnswer>>();
  expectTypeOf<PeerEvent["type"]>().toEqualTypeOf<"status" | "artifact" | "message">();
});

it("has content of four kinds", () => {
  expectTypeOf<TaskPart>().toEqualTypeOf<{
    text?: string;
    data?: unknown;
    raw?: Uint8Array;
    url?: string;
    mediaType?: string;
    filename?: string;
  }>();
});
