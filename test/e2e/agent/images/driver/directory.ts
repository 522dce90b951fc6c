// Asks an agent directory, which answers with the agents that it knows, the best first.
import { randomUUID } from "node:crypto";
import { SendMessageRequest } from "@a2a-js/sdk";
import type { Client } from "@a2a-js/sdk/client";

/** The answer of a directory: the data of its one artifact. */
export interface DirectoryAnswer {
  agents: { name: string; namespace: string; url: string; version: string; isReady: boolean }[];
  isCurrent: boolean;
}

/** Asks in words, or with data that is written as JSON. */
export async function askDirectory(client: Client, question: string): Promise<DirectoryAnswer> {
  const part = question.startsWith("{")
    ? { data: JSON.parse(question) as unknown }
    : { text: question };
  const answer = await client.sendMessage(
    SendMessageRequest.fromJSON({
      message: { messageId: randomUUID(), role: "ROLE_USER", parts: [part] },
    }),
  );
  const content = "artifacts" in answer ? answer.artifacts[0]?.parts[0]?.content : undefined;
  if (content?.$case !== "data") {
    throw new Error(`The directory answers without data: ${JSON.stringify(answer)}`);
  }
  return content.value as DirectoryAnswer;
}
