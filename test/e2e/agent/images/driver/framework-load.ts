// Has streaming and detached tasks done one after the other in some lanes of each kind, and tells the
// beginning and the fate of each. After SIGUSR2 it begins none. Arguments: URL; `card` to go where the card
// says, or `origin` to stay at the URL, which is needed where a card says what is true in the pod alone;
// lanes of each kind; the seconds that each task takes.
import { setTimeout as delay } from "node:timers/promises";
import { AgentCard } from "@a2a-js/sdk";
import { Client, ClientFactory, JsonRpcTransportFactory } from "@a2a-js/sdk/client";
import { LegacyJsonRpcTransport, parseLegacyAgentCard } from "@a2a-js/sdk/compat/v0_3/client";
import { connect, print, toReason } from "./calls.ts";
import { type Answer, readAnswer, readCard, toAnswer, toWords } from "./framework-client.ts";

const POLL_MS = 500;
const PAUSE_MS = 200;
/** What nobody knows for so long is lost. */
const PATIENCE_MS = 30_000;
/** What has no answer so long after its work should be done has none any more. */
const SLOW_MS = 60_000;

const [url = "", where = "card", lanes = "1", seconds = "5"] = process.argv.slice(2);
const text = `now wait ${seconds}`;
const stopped = new AbortController();
process.once("SIGUSR2", () => {
  stopped.abort();
});

/** Each request has a connection of its own, so that it meets any replica. */
const fetchAnew: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set("Connection", "close");
  return await fetch(input, { ...init, headers });
};

function toOrigin(place: string): string {
  return new URL(new URL(place).pathname, url).href;
}

/** Connects to the agent at the URL, at the paths that its card names. */
async function connectToOrigin(): Promise<Client> {
  const document = await readCard(url, "1.0");
  if (typeof document["url"] === "string") {
    const endpoint = toOrigin(document["url"]);
    const transport = new LegacyJsonRpcTransport({ endpoint, fetchImpl: fetchAnew });
    return new Client(transport, parseLegacyAgentCard(document));
  }
  const card = AgentCard.fromJSON(document);
  for (const served of card.supportedInterfaces) {
    served.url = toOrigin(served.url);
  }
  // The SDK declares a class for its options, and exports it as a type alone.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  const transports = [new JsonRpcTransportFactory({ fetchImpl: fetchAnew })];
  return await new ClientFactory({ transports }).createFromAgentCard(card);
}

const client = where === "origin" ? await connectToOrigin() : await connect(url);

/** A task that has ended, but without all that it was asked for, is not what it says. */
function toFate({ state, text: made }: Answer): string {
  return state === "COMPLETED" && !made.includes(`"${text}" has 3 words`)
    ? `COMPLETED with '${made}' alone`
    : state;
}

async function runStreaming(): Promise<string> {
  const signal = AbortSignal.timeout(Number(seconds) * 1000 + SLOW_MS);
  return toFate(await readAnswer(client.sendMessageStream(toWords(text), { signal })));
}

async function runDetached(): Promise<string> {
  const signal = AbortSignal.timeout(Number(seconds) * 1000 + SLOW_MS);
  const begun = await client.sendMessage(toWords(text, true), { signal });
  if (!("status" in begun)) {
    return "MESSAGE";
  }
  let answeredMs = Date.now();
  let reason = "";
  while (Date.now() - answeredMs < PATIENCE_MS) {
    await delay(POLL_MS);
    try {
      const timeout = { signal: AbortSignal.timeout(PATIENCE_MS) };
      const answer = toAnswer(await client.getTask({ id: begun.id, tenant: "" }, timeout));
      if (answer.state !== "WORKING" && answer.state !== "SUBMITTED") {
        return toFate(answer);
      }
      answeredMs = Date.now();
    } catch (error) {
      // Asked again until it is clear that nobody knows it any more.
      reason = toReason(error);
    }
  }
  throw new Error(`no replica knows ${begun.id}: ${reason}`);
}

let count = 0;

async function runLane(kind: string, run: () => Promise<string>): Promise<void> {
  while (!stopped.signal.aborted) {
    count += 1;
    const task = count;
    const begun = new Date();
    print({ task, kind, begun });
    const fate = await run().catch((error: unknown) => `LOST (${toReason(error)})`);
    print({ task, kind, begun, ended: new Date(), fate });
    await delay(PAUSE_MS);
  }
}

const kinds = { streaming: runStreaming, detached: runDetached };
await Promise.all(
  Object.entries(kinds).flatMap(([kind, run]) =>
    Array.from({ length: Number(lanes) }, () => runLane(kind, run)),
  ),
);
print({ done: true });
