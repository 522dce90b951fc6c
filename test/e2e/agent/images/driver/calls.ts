// Calls an agent by the official client, so that what is shown does not rest on Berth's own.
import { randomUUID } from "node:crypto";
import { AgentCard, SendMessageRequest, type Task, taskStateToJSON } from "@a2a-js/sdk";
import { type Client, ClientFactory } from "@a2a-js/sdk/client";

export async function connect(url: string): Promise<Client> {
  return await new ClientFactory().createFromUrl(url);
}

/** Connects to one pod of an agent, whose card names the Service of all pods. */
export async function connectToPod(url: string): Promise<Client> {
  const response = await fetch(new URL("/.well-known/agent-card.json", url));
  const card = AgentCard.fromJSON(await response.json());
  for (const served of card.supportedInterfaces) {
    served.url = url;
  }
  return await new ClientFactory().createFromAgentCard(card);
}

/** A message that asks the worker to work for a while. */
export function toRequest(workMs: number, returnImmediately = false): SendMessageRequest {
  return SendMessageRequest.fromJSON({
    message: { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text: String(workMs) }] },
    configuration: { returnImmediately },
  });
}

/** The state of a task without the prefix of the wire. */
export function toState(task: Task): string {
  return task.status === undefined
    ? "NONE"
    : taskStateToJSON(task.status.state).replace("TASK_STATE_", "");
}

/** What the agent said with the last state. */
export function toText(task: Task): string {
  const content = task.status?.message?.parts[0]?.content;
  return content?.$case === "text" ? content.value : "";
}

export function print(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}

export function toReason(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause === undefined ? message : `${message}: ${toReason(cause)}`;
}
