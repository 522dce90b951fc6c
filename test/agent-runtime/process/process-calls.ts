import { expect } from "vitest";
import type { WireAnswer } from "../wire-types.ts";
import type { AgentProcess, RuntimeProcess } from "./runtime-process.ts";

/** Calls a method of an agent. */
export async function post(agent: AgentProcess, method: string, params: object): Promise<Response> {
  return fetch(agent.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
}

/** Calls a method of an agent and reads its answer. */
export async function call(
  agent: AgentProcess,
  method: string,
  params: object,
): Promise<WireAnswer> {
  return (await (await post(agent, method, params)).json()) as WireAnswer;
}

/** The parameters of a message that says in data what to do. */
export function toParams(data: object, configuration: object = {}): object {
  const message = { messageId: crypto.randomUUID(), role: "ROLE_USER", parts: [{ data }] };
  return { message, configuration };
}

/** The end of a process that went away by itself, with every connection closed in time. */
export async function expectGentleEnd({ end }: RuntimeProcess): Promise<void> {
  const { code, signal, stderr } = await end;
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  expect(stderr).toContain("The process exits");
  expect(stderr).not.toContain("were cut");
}

/** The value of a metric without labels. */
export async function readMetric(agent: AgentProcess, name: string): Promise<number> {
  const text = await (await fetch(agent.metricsUrl)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
}
