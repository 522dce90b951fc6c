import { Message } from "@a2a-js/sdk";
import type { AgentCardSettings } from "@berth/contract";
import { toMountedCard } from "@berth/contract";
import type { AgentExecutor } from "@berth/agent-runtime";
import { createDrain, type Drain } from "@berth/agent-runtime";
import { toCardDocument, toInterfaces } from "../../agent-runtime/src/card/card-document.ts";
import { createCardSource } from "../../agent-runtime/src/card/card-source.ts";
import { createAgentApp } from "../../agent-runtime/src/http/app.ts";
import type { HttpApp } from "../../agent-runtime/src/http/router.ts";
import { createMetrics, type Metrics } from "../../agent-runtime/src/metrics.ts";
import { createPeers } from "../../agent-runtime/src/peers/create-peers.ts";
import { createRequestHandler } from "../../agent-runtime/src/protocol/request-handler.ts";
import { createMemoryTaskStore } from "../../agent-runtime/src/tasks/memory-task-store.ts";
import {
  createTaskRegistry,
  type TaskRegistry,
} from "../../agent-runtime/src/tasks/task-registry.ts";
import { smallestCard } from "../contract/card-fixtures.ts";
import { fetchFrom } from "./http/fetch-from.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";
import { createRecordedLog, type RecordedLog } from "./recorded-log.ts";
import type { WireAnswer, WireEvent } from "./wire-types.ts";

export interface AgentSettings {
  card?: Partial<AgentCardSettings>;
  maxBodyBytes?: number;
}

/** An agent without sockets. */
export interface AgentUnderTest {
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Posts a body as JSON-RPC is posted. */
  post: (body: string, headers?: Record<string, string>) => Promise<Response>;
  /** Calls a method and returns its answer, with a result or an error. */
  call: (method: string, params: unknown) => Promise<WireAnswer>;
  /** Calls a method and returns the results of its stream, as they come. */
  stream: (method: string, params: unknown) => Promise<AsyncGenerator<WireEvent, void, undefined>>;
  clock: ManualClock;
  drain: Drain;
  log: RecordedLog;
  metrics: Metrics;
  registry: TaskRegistry;
}

export const CARD_URL = "http://research.agents:8000/";

/** Makes an agent without sockets, ready for tasks. */
export function createAgentUnderTest(
  executor: AgentExecutor,
  { card: cardChange, maxBodyBytes = 10_000 }: AgentSettings = {},
): AgentUnderTest {
  const clock = createManualClock();
  const log = createRecordedLog();
  const drain = createDrain({
    maxTaskSeconds: 100,
    clock,
    abortTasks: () => {
      registry.abortAll("aborted");
    },
    exit: () => undefined,
  });
  const metrics = createMetrics({
    getActiveTasks: () => drain.activeTasks,
    isDraining: () => drain.state === "draining",
  });
  const registry = createTaskRegistry({
    executor,
    createTaskPeers: createPeers([], metrics.onPeerCall),
    store: createMemoryTaskStore(),
    drain,
    clock,
    createTaskLog: () => log,
    observer: metrics.taskObserver,
  });
  const card = toMountedCard({ ...smallestCard, ...cardChange });
  const document = toCardDocument(card, toInterfaces(CARD_URL, true));
  metrics.setAgent(document, card);
  const handler = createRequestHandler({ card, document, registry });
  const createApp = async (): Promise<HttpApp> =>
    createAgentApp({
      cards: await createCardSource({
        cards: { main: { card, file: undefined }, extended: undefined },
        url: CARD_URL,
        isCompatOn: true,
        clock,
        log,
      }),
      handler,
      maxBodyBytes,
      clock,
      metrics,
      log,
    });
  const opening = createApp();
  drain.markReady();

  const fetch = async (path: string, init?: RequestInit): Promise<Response> =>
    fetchFrom(await opening, path, init);
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch("/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "A2A-Version": "1.0", ...headers },
      body,
    });
  const postCall = (method: string, params: unknown): Promise<Response> =>
    post(JSON.stringify({ jsonrpc: "2.0", id: 7, method, params }));

  return {
    fetch,
    post,
    call: async (method, params) => {
      const response = await postCall(method, params);
      return (await response.json()) as WireAnswer;
    },
    stream: async (method, params) => readEvents(await postCall(method, params)),
    clock,
    drain,
    log,
    metrics,
    registry,
  };
}

/** The parameters of a message with one text. */
export function toParams(
  text: string,
  message: object = {},
  configuration?: object,
): { message: object; configuration?: object } {
  return {
    message: { messageId: crypto.randomUUID(), role: "ROLE_USER", parts: [{ text }], ...message },
    ...(configuration === undefined ? {} : { configuration }),
  };
}

/** A message of a caller, as the protocol core has it. */
export function createUserMessage(text: string, ids: Partial<Message> = {}): Message {
  return Message.fromJSON({ ...toParams(text).message, ...ids });
}

/** Reads the results of a stream of server-sent events. */
export async function* readEvents(response: Response): AsyncGenerator<WireEvent, void, undefined> {
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(
    new TextDecoderStream(),
  )) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events.filter((event) => event.startsWith("data: "))) {
      const { result } = JSON.parse(event.slice("data: ".length)) as { result: WireEvent };
      yield result;
    }
  }
}

/** Reads a stream to its end. */
export async function readAll<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) {
    all.push(value);
  }
  return all;
}
