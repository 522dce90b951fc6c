// Connects to an agent as a client of one version of A2A does: by what its card says to that version.
import { randomUUID } from "node:crypto";
import { SendMessageRequest, type StreamResponse, type Task } from "@a2a-js/sdk";
import { Client } from "@a2a-js/sdk/client";
import { LegacyJsonRpcTransport, parseLegacyAgentCard } from "@a2a-js/sdk/compat/v0_3/client";
import { connect, toState } from "./calls.ts";

const CARD_PATH = "/.well-known/agent-card.json";

/** The card for callers of a version, as it is on the wire. Those of 0.3 say no version. */
export async function readCard(url: string, version: string): Promise<Record<string, unknown>> {
  const headers = version === "0.3" ? {} : { "A2A-Version": version };
  const response = await fetch(new URL(CARD_PATH, url), { headers });
  return (await response.json()) as Record<string, unknown>;
}

/** Connects where the card says. A client of 0.3 knows its `url` alone. */
export async function connectAs(version: string, url: string): Promise<Client> {
  if (version !== "0.3") {
    return await connect(url);
  }
  const card = await readCard(url, version);
  return new Client(
    new LegacyJsonRpcTransport({ endpoint: String(card["url"]) }),
    parseLegacyAgentCard(card),
  );
}

/** A message in words, which the agents of the frameworks count. */
export function toWords(text: string, returnImmediately = false): SendMessageRequest {
  return SendMessageRequest.fromJSON({
    message: { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text }] },
    configuration: { returnImmediately },
  });
}

type Artifact = Task["artifacts"][number];

/** What became of a message: the last state of its task, and the text that the agent made of it. */
export interface Answer {
  taskId: string;
  state: string;
  text: string;
}

function readText({ parts }: Artifact): string {
  return parts.map(({ content }) => (content?.$case === "text" ? content.value : "")).join("");
}

/** The answer that a whole task is. */
export function toAnswer(task: Task): Answer {
  return { taskId: task.id, state: toState(task), text: task.artifacts.map(readText).join("") };
}

/** Reads a stream to its end, and puts its artifacts together as it says. */
export async function readAnswer(
  events: AsyncGenerator<StreamResponse, void, undefined>,
): Promise<Answer> {
  let [taskId, state] = ["", "NONE"];
  const texts = new Map<string, string>();
  for await (const { payload } of events) {
    switch (payload?.$case) {
      case "task":
        ({ id: taskId } = payload.value);
        state = toState(payload.value);
        for (const artifact of payload.value.artifacts) {
          texts.set(artifact.artifactId, readText(artifact));
        }
        break;
      case "statusUpdate":
        ({ taskId } = payload.value);
        state = toState(payload.value as unknown as Task);
        break;
      case "artifactUpdate": {
        const { append, artifact } = payload.value;
        if (artifact !== undefined) {
          const before = append ? (texts.get(artifact.artifactId) ?? "") : "";
          texts.set(artifact.artifactId, before + readText(artifact));
        }
        break;
      }
      case "message":
      case undefined:
        state = "MESSAGE";
    }
  }
  return { taskId, state, text: [...texts.values()].join("") };
}
