import type { IncomingHttpHeaders } from "node:http";
import type { User } from "@a2a-js/sdk/server";
import { createDrain, type AgentExecutor } from "@berth/agent-runtime";
import { type AgentCardSettings, toMountedCard } from "@berth/contract";
import { toInterfaces } from "../../../agent-runtime/src/card/card-document.ts";
import { createRouter } from "../../../agent-runtime/src/http/router.ts";
import { createRestRoutes } from "../../../agent-runtime/src/http/routes/rest.ts";
import { createRpcRoute } from "../../../agent-runtime/src/http/routes/rpc.ts";
import { createMetrics } from "../../../agent-runtime/src/metrics.ts";
import { createPeers } from "../../../agent-runtime/src/peers/create-peers.ts";
import {
  createRequestHandler,
  type RequestHandlerOptions,
} from "../../../agent-runtime/src/protocol/request-handler.ts";
import type { Compatibility } from "../../../agent-runtime/src/protocol/version.ts";
import { createPushNotifications } from "../../../agent-runtime/src/push/create-push-notifications.ts";
import { EMPTY_WEBHOOK_ALLOWLIST } from "../../../agent-runtime/src/push/webhook-allowlist.ts";
import { createMemoryTaskStore } from "../../../agent-runtime/src/tasks/memory-task-store.ts";
import { createTaskRegistry } from "../../../agent-runtime/src/tasks/task-registry.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";
import { fetchFrom } from "./fetch-from.ts";

export interface BindingSettings extends Pick<
  RequestHandlerOptions,
  "getExtendedCard" | "expectAuthenticated"
> {
  card?: Partial<AgentCardSettings>;
  compatibility?: Compatibility;
  authenticate?: (headers: IncomingHttpHeaders) => Promise<User>;
  /** The address that every host of a webhook has. */
  webhookAddress?: string;
}

/** Every binding in front of the same agent, without sockets. */
export interface BindingsUnderTest {
  /** Asks by a method and a path: `GET /tasks`. Speaks 1.0 unless headers or query say something else. */
  ask: (target: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Calls a method of JSON-RPC, of 1.0 unless the headers say something else. */
  call: (method: string, params?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  log: RecordedLog;
  /** The samples of a metric, as Prometheus reads them. */
  readSamples: (metric: string) => Promise<string[]>;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** The JSON in the body; undefined when it is none. */
  json: unknown;
  /** The data of each event of a stream, and the name of the event where it has one. */
  events: { name: string; data: unknown }[];
}

/** The agent's card with these capabilities. */
export const withCapabilities = (
  capabilities: AgentCardSettings["capabilities"],
): Pick<BindingSettings, "card"> => ({ card: { capabilities } });

export function createBindingsUnderTest(
  executor: AgentExecutor,
  settings: BindingSettings = {},
): BindingsUnderTest {
  const {
    card: cardChange,
    getExtendedCard,
    expectAuthenticated,
    webhookAddress = "93.184.215.14",
    ...bindings
  } = settings;
  const clock = createManualClock();
  const log = createRecordedLog();
  const drain = createDrain({
    maxTaskSeconds: 100,
    clock,
    abortTasks: () => undefined,
    exit: () => undefined,
  });
  const metrics = createMetrics({ getActiveTasks: () => 0, isDraining: () => false });
  const registry = createTaskRegistry({
    executor,
    createTaskPeers: createPeers([], metrics.onPeerCall),
    store: createMemoryTaskStore(),
    drain,
    clock,
    createTaskLog: () => log,
    observer: metrics.taskObserver,
  });
  const card = toMountedCard({ ...smallestCard, defaultInputModes: ["*/*"], ...cardChange });
  const supportedInterfaces = toInterfaces("http://agent:8000/", true);
  const handler = createRequestHandler({
    card,
    document: { ...card, supportedInterfaces },
    registry,
    push: createPushNotifications({
      allowlist: EMPTY_WEBHOOK_ALLOWLIST,
      clock,
      log,
      onDelivery: () => undefined,
      resolveHost: () => Promise.resolve([{ address: webhookAddress, family: 4 }]),
    }),
    ...(getExtendedCard === undefined ? {} : { getExtendedCard }),
    ...(expectAuthenticated === undefined ? {} : { expectAuthenticated }),
  });
  const options = { handler, maxBodyBytes: 100_000, clock, metrics, log, ...bindings };
  const app = createRouter(
    [
      { methods: ["POST"], path: "/", route: createRpcRoute(options) },
      ...createRestRoutes(options),
    ],
    { log },
  );
  drain.markReady();

  const ask: BindingsUnderTest["ask"] = async (target, body, headers = {}) => {
    const [method = "", path = ""] = target.split(" ");
    const response = await fetchFrom(app, path, {
      method,
      headers: {
        ...(path.includes("A2A-Version=") ? {} : { "A2A-Version": "1.0" }),
        ...(body === undefined ? {} : { "Content-Type": "application/a2a+json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: toText(body) }),
    });
    return toAnswer(response);
  };
  return {
    ask,
    call: (method, params, headers) =>
      ask("POST /", { jsonrpc: "2.0", id: 7, method, params }, headers),
    log,
    readSamples: async (metric) =>
      (await metrics.render()).split("\n").filter((line) => line.startsWith(metric)),
  };
}

function toText(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const headers = Object.fromEntries(response.headers);
  const isStream = headers["content-type"] === "text/event-stream";
  return {
    status: response.status,
    headers,
    text,
    json: isStream || text === "" ? undefined : (JSON.parse(text) as unknown),
    events: isStream ? toEvents(text) : [],
  };
}

function toEvents(text: string): Answer["events"] {
  return text
    .split("\n\n")
    .filter((event) => event !== "" && !event.startsWith(":"))
    .map((event) => ({
      name: /^event: (.*)$/m.exec(event)?.[1] ?? "",
      data: JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? "null") as unknown,
    }));
}
