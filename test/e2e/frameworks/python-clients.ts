import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startDriver } from "../agent/driver-pod.ts";
import { runInPod } from "../cluster-access.ts";
import type { FrameworkName } from "./framework-agents.ts";
import type { FrameworkImages } from "./framework-images.ts";

/** What the official client tells of a message. */
export interface PythonAnswer {
  streaming: boolean;
  state: string;
  text: string;
}

/** The official clients for Python by the version of A2A, and the agent in whose image each of them is. */
const CLIENTS = {
  "1.0": { agent: "langgraph", program: "client_1_0.py" },
  "0.3": { agent: "strands", program: "client_0_3.py" },
} as const satisfies Record<string, { agent: FrameworkName; program: string }>;

/** A version of A2A that has an official client for Python. */
export type PythonVersion = keyof typeof CLIENTS;

const toPod = (version: PythonVersion): string => `python-${version.replace(".", "-")}`;

/** Starts a pod for each client; they stay, and clients are started in them. */
export async function startPythonClients(
  namespace: string,
  { agents }: FrameworkImages,
): Promise<void> {
  for (const version of Object.keys(CLIENTS) as PythonVersion[]) {
    const image = agents[CLIENTS[version].agent];
    const wait = ["python", "-c", "import time; time.sleep(1e6)"];
    await startDriver(namespace, toPod(version), image, wait);
  }
}

/** Sends a text by the client of a version, as a call and as a stream. */
export async function callFromPython(
  namespace: string,
  version: PythonVersion,
  url: string,
  text: string,
): Promise<PythonAnswer[]> {
  const file = join(import.meta.dirname, "clients", CLIENTS[version].program);
  const program = await readFile(file, "utf8");
  const output = await runInPod(namespace, toPod(version), "python", "-c", program, url, text);
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as PythonAnswer);
}
