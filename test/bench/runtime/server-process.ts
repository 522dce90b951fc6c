import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { smallestCard } from "../../contract/card-fixtures.ts";

/** A server that is measured: ours, the SDK's on express, or the least that `node:http` can do. */
export type ServerName = "ours" | "bare" | "raw";

/** A server that runs as a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Milliseconds from the start of the process to its first card. */
  readonly readyMs: number;
  /** What it took of the processor so far, in milliseconds. */
  readCpuMs: () => number;
  /** The memory it holds, in MiB. */
  readResidentMib: () => number;
  /** The most memory it ever held, in MiB. */
  readPeakMib: () => number;
  /** What it wrote on its standard output. */
  readOutput: () => string;
  stop: () => Promise<void>;
}

const FILES: Readonly<Record<ServerName, URL>> = {
  ours: new URL("./servers/ours.js", import.meta.url),
  bare: new URL("./servers/bare.js", import.meta.url),
  raw: new URL("./servers/raw.js", import.meta.url),
};

const LOOPBACK = "127.0.0.1";

/** On the card, instead of a port that differs from server to server. */
const AGENT_URL = "http://data-analysis.example/";

const CARD_PATH = "/.well-known/agent-card.json";

/** What `/proc/PID/stat` counts in: USER_HZ is 100 wherever Linux runs Node. */
const MS_PER_TICK = 10;

const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 1;

/** What a server wrote on its standard error, at most: for the message when it fails. */
const MAX_ERROR_TEXT = 4_000;

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
  const url = `http://${LOOPBACK}:${port}/`;
  const startedMs = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(FILES[name])], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      BENCH_CARD: JSON.stringify(smallestCard),
      BENCH_URL: AGENT_URL,
      BENCH_PORT: String(port),
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errorText = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errorText = (errorText + text).slice(-MAX_ERROR_TEXT);
  });
  const exited = once(child, "exit");
  try {
    await untilReady(child, new URL(CARD_PATH, url));
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`The server '${name}' did not get ready: ${errorText}`, { cause: error });
  }
  const readyMs = performance.now() - startedMs;
  const { pid } = child;
  return {
    url,
    child,
    readyMs,
    readCpuMs: () => readCpuMs(pid),
    readResidentMib: () => readStatusMib(pid, "VmRSS"),
    readPeakMib: () => readStatusMib(pid, "VmHWM"),
    readOutput: () => output,
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function untilReady(child: ChildProcess, cardUrl: URL): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      const response = await fetch(cardUrl);
      await response.text();
      if (response.status === 200) {
        return;
      }
    } catch (error) {
      if (child.exitCode !== null || performance.now() > deadlineMs) {
        throw error;
      }
    }
    await pause(READY_POLL_MS);
  }
}

async function findFreePort(): Promise<number> {
  const taken = createServer().listen(0, LOOPBACK);
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, "close");
  return port;
}

function readCpuMs(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
  // The name of the program ends with the last parenthesis; what follows begins with field 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [userTicks, systemTicks] = fields.slice(11, 13).map(Number);
  return ((userTicks ?? 0) + (systemTicks ?? 0)) * MS_PER_TICK;
}

function readStatusMib(pid: number | undefined, field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, "utf8");
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  return Number(kibibytes) / 1024;
}
