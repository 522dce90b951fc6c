import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AgentExecutor, createAgentServer, type TaskPart } from "@berth/agent-runtime";
import { parseMountedCard, type Peer } from "@berth/contract";
import { onTestFinished } from "vitest";
import type { PeerAnswer, PeerEvent, PeerMessage } from "../../../agent-runtime/src/peers/peer.ts";
import { createPeerClient } from "../../../agent-runtime/src/peers/peer-client.ts";
import { toPeerAnswer } from "../../../agent-runtime/src/peers/peer-events.ts";
import { ROOT_FOLDER } from "../../runner/layout.ts";

const AGENTS_FOLDER = join(ROOT_FOLDER, "examples", "agents");

const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // A test looks at what callers get.
}

/** Reads a file below examples/agents. */
export function readExample(path: string): Buffer<ArrayBuffer> {
  return readFileSync(join(AGENTS_FOLDER, path));
}

/**
 * Serves an executor under the card of an example on a free port until the test is over.
 *
 * @returns the agent as another one knows it.
 */
export async function startAgent(
  name: string,
  executor: AgentExecutor,
  peers: Peer[] = [],
): Promise<Peer> {
  const server = createAgentServer({
    executor,
    card: parseMountedCard(readExample(`${name}/card.json`).toString(), name),
    peers,
    host: "127.0.0.1",
    port: 0,
    metricsPort: 0,
    adminPort: 0,
    log,
  });
  onTestFinished(() => server.close());
  const { port } = await server.listen();
  return { name, url: `http://127.0.0.1:${port}` };
}

/** Sends a message over the network and waits for the end of the answer. */
export async function send(
  agent: Peer,
  message: PeerMessage,
): Promise<{ answer: PeerAnswer; events: PeerEvent[] }> {
  const events: PeerEvent[] = [];
  for await (const event of createPeerClient(agent).stream(message)) {
    events.push(event);
  }
  return { answer: toPeerAnswer(events), events };
}

/** The text of the parts, one after the other. */
export function joinTexts(parts: readonly TaskPart[] = []): string {
  return parts.map(({ text = "" }) => text).join("");
}
