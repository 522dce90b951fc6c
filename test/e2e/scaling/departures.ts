import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { kubectlPath } from "../../cluster/kubectl.ts";

/** A pod that was told to go, as its own log has it. */
export interface Departure {
  pod: string;
  /** When it was told. */
  at: Date;
  /** The tasks that it worked on at that moment. */
  activeTasks: number;
}

type Reader = ChildProcessByStdio<null, Readable, null>;

/** What the runtime says at SIGTERM, with and without a drain. */
const TOLD = ["The process was told to go", "The process ends at once"];

const FIELDS = '{.metadata.name} {.metadata.deletionTimestamp}{"\\n"}';

/** Finds what a pod of the runtime said when it was told to go. Undefined where that is another line. */
function toDeparture(pod: string, line: string): Departure | undefined {
  if (!line.startsWith("{")) {
    return undefined;
  }
  const { time, message, activeTasks } = JSON.parse(line) as {
    time: string;
    message?: string;
    activeTasks: number;
  };
  return TOLD.includes(message ?? "") ? { pod, at: new Date(time), activeTasks } : undefined;
}

/**
 * Notes every pod of an agent that is told to go from now on.
 *
 * The log of a pod goes with it, so each is read from the deletion on, which is before the signal.
 *
 * @returns what ends it and tells the departures, in their order.
 */
export async function watchDepartures(
  namespace: string,
  agent: string,
): Promise<() => Promise<Departure[]>> {
  const kubectl = await kubectlPath();
  const readers: Reader[] = [];
  const departures = new Map<string, Departure>();
  const followed = new Set<string>();
  const read = (args: readonly string[], take: (line: string) => void): Reader => {
    const command = [kubectl, ...args, `--namespace=${namespace}`];
    // It ends with this process, however that ends.
    const reader = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface(reader.stdout).on("line", take);
    readers.push(reader);
    return reader;
  };
  const follow = (pod: string): void => {
    followed.add(pod);
    read(["logs", pod, "--follow"], (line) => {
      const departure = toDeparture(pod, line);
      if (departure !== undefined && !departures.has(pod)) {
        departures.set(pod, departure);
      }
    });
  };
  const selector = `--selector=app.kubernetes.io/name=${agent}`;
  const pods = read(["get", "pods", selector, "--watch", `--output=jsonpath=${FIELDS}`], (line) => {
    const [pod = "", deletion = ""] = line.split(" ");
    if (deletion !== "" && !followed.has(pod)) {
      follow(pod);
    }
  });
  await once(pods.stdout, "data");
  return async () => {
    await Promise.all(readers.map(end));
    return [...departures.values()].sort((one, other) => one.at.getTime() - other.at.getTime());
  };
}

async function end(reader: Reader): Promise<void> {
  if (reader.exitCode === null && reader.signalCode === null) {
    const ended = once(reader, "exit");
    reader.kill("SIGTERM");
    await ended;
  }
}
