import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { SendMessageRequest } from "@a2a-js/sdk";
import { ClientFactory } from "@a2a-js/sdk/client";
import type { PeerClient } from "@berth/agent-runtime";

/** A way to call the peer. */
interface Way {
  name: string;
  /** Sends a message and returns what the peer says: the pod that has answered. */
  ask: () => Promise<string>;
}

/** A call that has no answer by then has failed. */
const TIMEOUT_MS = 30_000;

/**
 * The runtime's client of peers; the official client as it comes, which calls by the `fetch` of Node; and an
 * agent of `node:http` that keeps its connection, as most clients of HTTP do. That `fetch` keeps none with a
 * server that names two seconds, as the runtime does: it takes two off, to be on the safe side.
 */
export async function createWays(peer: PeerClient): Promise<Way[]> {
  return [
    {
      name: "ours",
      ask: async () => {
        const message = { parts: [{ text: "who?" }] };
        const { text } = await peer.ask(message, { timeoutMs: TIMEOUT_MS });
        return text;
      },
    },
    { name: "a2a-js", ask: await createOfficialAsk(peer.url) },
    { name: "keepAlive", ask: createKeepAliveAsk(peer.url) },
  ];
}

async function createOfficialAsk(url: string): Promise<Way["ask"]> {
  const client = await new ClientFactory().createFromUrl(url);
  return async () => {
    const answer = await client.sendMessage(toRequest(), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const content = "status" in answer ? answer.status?.message?.parts[0]?.content : undefined;
    return content?.$case === "text" ? content.value : "";
  };
}

function createKeepAliveAsk(url: string): Way["ask"] {
  const agent = new Agent({ keepAlive: true });
  const headers = { "Content-Type": "application/json", "A2A-Version": "1.0" };
  return async () => {
    const params = SendMessageRequest.toJSON(toRequest());
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "SendMessage", params });
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const outgoing = request(url, { method: "POST", agent, headers, signal });
    // What goes wrong later, the answer tells.
    outgoing.on("error", () => undefined).end(body);
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    const answer = (await json(response)) as Answer;
    return answer.result.task.status.message.parts[0]?.text ?? "";
  };
}

/** The part of an answer that the name of the pod is in. */
interface Answer {
  result: { task: { status: { message: { parts: { text?: string }[] } } } };
}

function toRequest(): SendMessageRequest {
  return SendMessageRequest.fromJSON({
    message: { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text: "who?" }] },
  });
}
