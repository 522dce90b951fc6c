import type { AgentExecutor, AgentServerOptions } from "@berth/agent-runtime";
import type { AgentCardSettings } from "@berth/contract";
import { onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createFakeHost } from "../fake-host.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";

export interface AgentSettings {
  capabilities?: AgentCardSettings["capabilities"];
  card?: Partial<AgentCardSettings>;
  options?: Partial<AgentServerOptions>;
  environment?: Record<string, string>;
}

/** An agent that answers on a socket. */
export interface RunningAgent {
  url: string;
  log: RecordedLog;
}

/** Starts an agent, until the test is over. */
export async function startAgent(
  executor: AgentExecutor,
  { capabilities, card, environment = {}, options }: AgentSettings = {},
): Promise<RunningAgent> {
  const log = createRecordedLog();
  const server = createAgentServerOn(
    { config: readConfig(environment), clock: systemClock, host: createFakeHost() },
    {
      executor,
      card: {
        ...smallestCard,
        ...card,
        ...(capabilities === undefined ? {} : { capabilities }),
      },
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      adminPort: 0,
      log,
      ...options,
    },
  );
  onTestFinished(() => server.close());
  const { port } = await server.listen();
  return { url: `http://127.0.0.1:${port}`, log };
}

/** The parameters of a message with one text. */
export function toSend(text = "hello", message: object = {}, configuration?: object): Params {
  return {
    message: {
      messageId: crypto.randomUUID(),
      role: "ROLE_USER",
      parts: [{ text }],
      ...message,
    },
    ...(configuration === undefined ? {} : { configuration }),
  };
}

export type Params = Record<string, unknown>;

/** What an operation led to, whatever the binding. */
export interface Outcome {
  httpStatus: number;
  contentType: string;
  /** Undefined when the operation failed. */
  result: unknown;
  error: OperationError | undefined;
}

export interface OperationError {
  /** The code of JSON-RPC, or the status of HTTP. */
  code: number;
  /** The status of gRPC, in HTTP+JSON. */
  status?: string;
  message: string;
  details: { "@type": string; reason?: string; domain?: string }[];
}

/** The reason of an error (google.rpc.ErrorInfo). */
export const toReason = ({ error }: Pick<Outcome, "error">): string | undefined =>
  error?.details[0]?.reason;

/** A binding of A2A, as its callers use it. */
export interface Binding {
  name: "JSONRPC" | "HTTP+JSON";
  call: (
    url: string,
    operation: string,
    params?: Params,
    headers?: Record<string, string>,
  ) => Promise<Outcome>;
  /** Calls an operation that streams, and reads its events as they come. */
  open: (url: string, operation: string, params?: Params) => Promise<EventReader>;
}

/** The events of a stream. */
export interface EventReader {
  /** Set when there is no stream. */
  error: OperationError | undefined;
  /** The next event; undefined at the end. */
  next: () => Promise<WireEvent | undefined>;
  /** What is left of the stream. */
  readAll: () => Promise<WireEvent[]>;
  /** Leaves the stream. */
  leave: () => Promise<void>;
}

/** An event: exactly one member. */
export type WireEvent = Record<string, WireUpdate>;

export interface WireUpdate extends WireTask {
  taskId: string;
  artifact: WireTask["artifacts"][number];
}

export interface WireTask {
  id: string;
  contextId: string;
  status: { state: string; timestamp: string; message?: object };
  history: { messageId: string }[];
  artifacts: { artifactId: string; parts: { text: string }[] }[];
}

const VERSION = { "A2A-Version": "1.0" };

const toRpcBody = (method: string, params: Params | undefined): string =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method, ...(params === undefined ? {} : { params }) });

const askRpc = (
  url: string,
  method: string,
  params: Params | undefined,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...VERSION, ...headers },
    body: toRpcBody(method, params),
  });

interface RpcBody {
  result?: unknown;
  error?: { code: number; message: string; data: OperationError["details"] };
}

function fromRpc({ error }: RpcBody): OperationError | undefined {
  return error && { code: error.code, message: error.message, details: error.data };
}

export const JSON_RPC: Binding = {
  name: "JSONRPC",
  call: async (url, operation, params, headers) => {
    const response = await askRpc(url, operation, params, headers);
    const body = (await response.json()) as RpcBody;
    return { ...toFacts(response), result: body.result, error: fromRpc(body) };
  },
  open: async (url, operation, params) =>
    toReader(await askRpc(url, operation, params), (body) => fromRpc(body as RpcBody)),
};

const toQuery = (params: Params): string => {
  const query = new URLSearchParams(
    Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return query === "" ? "" : `?${query}`;
};

/** Method and path of an operation, and the parameters that are left for query or body. */
function toTarget(operation: string, { ...params }: Params): [string, string, Params] {
  const { id, taskId, ...others } = params as { id?: string; taskId?: string } & Params;
  const configs = `/tasks/${String(taskId)}/pushNotificationConfigs`;
  switch (operation) {
    case "SendMessage":
      return ["POST", "/message:send", params];
    case "SendStreamingMessage":
      return ["POST", "/message:stream", params];
    case "GetTask":
      return ["GET", `/tasks/${String(id)}`, others];
    case "ListTasks":
      return ["GET", "/tasks", params];
    case "CancelTask":
      return ["POST", `/tasks/${String(id)}:cancel`, others];
    case "SubscribeToTask":
      return ["GET", `/tasks/${String(id)}:subscribe`, others];
    case "CreateTaskPushNotificationConfig":
      return ["POST", configs, { id, ...others }];
    case "GetTaskPushNotificationConfig":
      return ["GET", `${configs}/${String(id)}`, others];
    case "ListTaskPushNotificationConfigs":
      return ["GET", configs, others];
    case "DeleteTaskPushNotificationConfig":
      return ["DELETE", `${configs}/${String(id)}`, others];
    default:
      return ["GET", "/extendedAgentCard", others];
  }
}

const askRest = (
  url: string,
  operation: string,
  params: Params = {},
  headers: Record<string, string> = {},
): Promise<Response> => {
  const [method, path, rest] = toTarget(operation, params);
  return method === "POST"
    ? fetch(`${url}${path}`, {
        method,
        headers: { "Content-Type": "application/a2a+json", ...VERSION, ...headers },
        body: JSON.stringify(rest),
      })
    : fetch(`${url}${path}${toQuery(rest)}`, { method, headers: { ...VERSION, ...headers } });
};

export const HTTP_JSON: Binding = {
  name: "HTTP+JSON",
  call: async (url, operation, params, headers) => {
    const response = await askRest(url, operation, params, headers);
    const body = (await response.json()) as { error?: OperationError };
    const isError = !response.ok;
    return {
      ...toFacts(response),
      result: isError ? undefined : body,
      error: isError ? body.error : undefined,
    };
  },
  open: async (url, operation, params) =>
    toReader(
      await askRest(url, operation, params),
      (body) => (body as { error: OperationError }).error,
    ),
};

export const BINDINGS: readonly Binding[] = [JSON_RPC, HTTP_JSON];

function toFacts(response: Response): Pick<Outcome, "contentType" | "httpStatus"> {
  return {
    httpStatus: response.status,
    contentType: response.headers.get("Content-Type") ?? "",
  };
}

async function toReader(
  response: Response,
  toError: (body: unknown) => OperationError | undefined,
): Promise<EventReader> {
  const isStream = response.headers.get("Content-Type") === "text/event-stream";
  const error = isStream ? undefined : toError(await response.json());
  const events = isStream ? readEvents(response) : undefined;
  const next = async (): Promise<WireEvent | undefined> => {
    const read = await events?.next();
    return read === undefined || read.done === true ? undefined : read.value;
  };
  return {
    error,
    next,
    readAll: async () => {
      const all: WireEvent[] = [];
      for (let event = await next(); event !== undefined; event = await next()) {
        all.push(event);
      }
      return all;
    },
    leave: async () => {
      await events?.return();
    },
  };
}

async function* readEvents(response: Response): AsyncGenerator<WireEvent, void, undefined> {
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(
    new TextDecoderStream(),
  )) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks.filter((block) => block.startsWith("data: "))) {
      const data = JSON.parse(block.slice("data: ".length)) as WireEvent & { result?: WireEvent };
      yield data.result ?? data;
    }
  }
}
