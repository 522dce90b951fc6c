import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A server that runs as a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Milliseconds from the start of the process to its first card. */
  readonly readyMs: number;
  /** What it and its children took of the processor so far, in milliseconds. */
  readCpuMs: () => number;
  /** The memory it and its children hold, in MiB. What they share counts for each. */
  readResidentMib: () => number;
  /** The most memory it ever held, in MiB. */
  readPeakMib: () => number;
  /** What it wrote on its standard output. */
  readOutput: () => string;
  stop: () => Promise<void>;
}

export interface ProcessOptions {
  /** What it is called when it fails. */
  name: string;
  command: readonly [string, ...string[]];
  /** Where it is going to listen, on the loopback. */
  port: number;
  /** All it gets besides PATH and NODE_ENV. Defaults to nothing. */
  environment?: Record<string, string>;
  /** What ends it. Defaults to SIGKILL; a process with children needs one that it can pass on. */
  stopSignal?: NodeJS.Signals;
}

export const LOOPBACK = "127.0.0.1";

export const CARD_PATH = "/.well-known/agent-card.json";

/** What `/proc/PID/stat` counts in: USER_HZ is 100 wherever Linux runs Node. */
const MS_PER_TICK = 10;

const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 1;

/** What a server wrote on its standard error, at most: for the message when it fails. */
const MAX_ERROR_TEXT = 4_000;

/**
 * Starts a server and resolves when it serves its card.
 *
 * @throws Error with what it wrote on its standard error when it does not.
 */
export async function startProcess({
  name,
  command: [program, ...programArgs],
  port,
  environment = {},
  stopSignal = "SIGKILL",
}: ProcessOptions): Promise<ServerProcess> {
  const url = `http://${LOOPBACK}:${port}/`;
  const startedMs = performance.now();
  const child = spawn(program, programArgs, {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...environment },
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
    child.kill(stopSignal);
    throw new Error(`The server '${name}' did not get ready: ${errorText}`, { cause: error });
  }
  const readyMs = performance.now() - startedMs;
  const sum = (read: (pid: number) => number): number =>
    child.pid === undefined
      ? Number.NaN
      : listTree(child.pid).reduce((total, pid) => total + read(pid), 0);
  return {
    url,
    child,
    readyMs,
    readCpuMs: () => sum(readCpuMs),
    readResidentMib: () => sum((pid) => readStatusMib(pid, "VmRSS")),
    readPeakMib: () => sum((pid) => readStatusMib(pid, "VmHWM")),
    readOutput: () => output,
    stop: async () => {
      child.kill(stopSignal);
      await exited;
    },
  };
}

/** A process and all below it. */
function listTree(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").match(/\d+/g) ?? [];
  return [pid, ...children.map(Number).flatMap(listTree)];
}

async function untilReady(child: ChildProcess, cardUrl: URL): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    let failure: unknown;
    try {
      const response = await fetch(cardUrl);
      await response.text();
      if (response.status === 200) {
        return;
      }
      failure = `It answers ${response.status}.`;
    } catch (error) {
      failure = error;
    }
    if (child.exitCode !== null || performance.now() > deadlineMs) {
      throw new Error("It serves no card.", { cause: failure });
    }
    await pause(READY_POLL_MS);
  }
}

/** A port of the loopback that nobody listens on. */
export async function findFreePort(): Promise<number> {
  const taken = createServer().listen(0, LOOPBACK);
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, "close");
  return port;
}

function readCpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name of the program ends with the last parenthesis; what follows begins with field 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [userTicks, systemTicks] = fields.slice(11, 13).map(Number);
  return ((userTicks ?? 0) + (systemTicks ?? 0)) * MS_PER_TICK;
}

function readStatusMib(pid: number, field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  return Number(kibibytes) / 1024;
}
