import { fileURLToPath } from "node:url";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { CARD_PATH, findFreePort, type ServerProcess, startProcess } from "./start-process.ts";

/** A server that is measured: ours, the SDK's on express, or the least that `node:http` can do. */
export type ServerName = "ours" | "bare" | "raw";

const FILES: Readonly<Record<ServerName, URL>> = {
  ours: new URL("./servers/ours.js", import.meta.url),
  bare: new URL("./servers/bare.js", import.meta.url),
  raw: new URL("./servers/raw.js", import.meta.url),
};

/** On the card, instead of a port that differs from server to server. */
const AGENT_URL = "http://data-analysis.example/";

/** The card, as ours serves it: the others serve the same. */
let cardDocument: string | undefined;

/** The bytes of the card that every server serves. */
async function readCardDocument(): Promise<string> {
  if (cardDocument === undefined) {
    const server = await start("ours", {});
    cardDocument = await (await fetch(new URL(CARD_PATH, server.url))).text();
    await server.stop();
  }
  return cardDocument;
}

/** Starts a server and resolves when it serves its card. */
export async function startServer(name: ServerName): Promise<ServerProcess> {
  return start(name, { BENCH_CARD_DOCUMENT: await readCardDocument() });
}

async function start(
  name: ServerName,
  environment: Record<string, string>,
): Promise<ServerProcess> {
  const port = await findFreePort();
  return startProcess({
    name,
    command: [process.execPath, fileURLToPath(FILES[name])],
    port,
    environment: {
      BENCH_CARD: JSON.stringify(smallestCard),
      BENCH_URL: AGENT_URL,
      BENCH_PORT: String(port),
      ...environment,
    },
  });
}
