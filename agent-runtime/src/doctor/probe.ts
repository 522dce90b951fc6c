import { toEssence } from "../media-type.js";
import { toReason } from "../peers/peer-failure.js";

/** An answer that has not come by then is none. */
const TIMEOUT_MS = 10_000;

/** What came back from an agent. */
export interface ProbeAnswer {
  isAnswer: true;
  status: number;
  headers: Headers;
  text: string;
  /** Undefined when the text is not JSON. */
  json: unknown;
}

/** Nothing came back. */
export interface NoAnswer {
  isAnswer: false;
  reason: string;
}

/** Asks an agent. It never throws. */
export type Probe = (
  url: string,
  init?: {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    redirect?: "manual";
  },
) => Promise<ProbeAnswer | NoAnswer>;

/** Asks by HTTP. */
export const probeHttp: Probe = async (url, init = {}) => {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    const { headers, status } = response;
    return { isAnswer: true, status, headers, text, json: parseJson(text) };
  } catch (error) {
    return { isAnswer: false, reason: toReason(error) };
  }
};

/** Adds headers to the requests that go to the host of a URL. A card may name others. */
export function withHeaders(
  probe: Probe,
  url: string,
  headers: Readonly<Record<string, string>>,
): Probe {
  const { origin } = new URL(url);
  return (asked, init = {}) =>
    new URL(asked).origin === origin
      ? probe(asked, { redirect: "manual", ...init, headers: { ...init.headers, ...headers } })
      : probe(asked, init);
}

/** Calls a method by JSON-RPC. */
export function callRpc(
  probe: Probe,
  url: string,
  method: string,
  params: object,
  version = "1.0",
): ReturnType<Probe> {
  return probe(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": version },
    body: JSON.stringify({ jsonrpc: "2.0", id: RPC_ID, method, params }),
  });
}

/** The bindings that are looked at. */
export type Binding = "JSONRPC" | "HTTP+JSON";

/** Asks an interface for what is not there: nothing is begun. */
export function askNothing(probe: Probe, binding: Binding, url: string): ReturnType<Probe> {
  return binding === "JSONRPC"
    ? callRpc(probe, url, UNKNOWN_METHOD, {})
    : getTask(probe, url, UNKNOWN_METHOD);
}

/** Asks for a task by HTTP+JSON. */
export function getTask(probe: Probe, url: string, id: string): ReturnType<Probe> {
  return probe(`${url.replace(/\/$/, "")}/tasks/${id}`, { headers: { "A2A-Version": "1.0" } });
}

/** A method that no agent has: to call it starts nothing. */
export const UNKNOWN_METHOD = "AgentRuntimeDoctorProbe";

/** The id of every call, by which its answer is known. */
export const RPC_ID = "agent-runtime-doctor";

/** A line of a stack trace, of JavaScript and of Python. */
const STACK = /^\s+at .+:\d+:\d+\)?$|Traceback \(most recent call last\)/m;

/** True when an answer tells how the agent is made. */
export function hasStack({ text }: ProbeAnswer): boolean {
  return STACK.test(text);
}

/** The code of the error that an answer tells, undefined when it tells none. */
export function getErrorCode(answer: ProbeAnswer): number | undefined {
  const { error } = (answer.json ?? {}) as { error?: { code?: unknown } | null };
  return typeof error?.code === "number" ? error.code : undefined;
}

/** The media type of an answer. */
export function getMediaType({ headers }: ProbeAnswer): string {
  return toEssence(headers.get("Content-Type") ?? "");
}

/** True when the agent asks who calls: what is behind cannot be looked at. */
export function isGuarded({ status }: ProbeAnswer): boolean {
  return status === 401 || status === 403;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
