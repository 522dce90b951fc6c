import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import grpc from "@grpc/grpc-js";
import langrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import { onTestFinished, vi } from "vitest";

const MAIN = join(import.meta.dirname, "main.ts");

/** The address that the host under test is given as its engine; nobody listens there. */
export const ENGINE_ADDRESS = "127.0.0.1:1";

export interface HostUnderTest {
  pid: number;
  client: langrpc.LanguageRuntimeClient;
  /** What the host and its programs have printed after the port, so far. */
  output: () => string;
  /** Kills the process that started the host. Only for a host that was started `underShell`. */
  killParent: () => void;
}

export interface HostOptions {
  args?: string[];
  /** Puts a shell between the test and the host, so that the host can lose its parent. */
  underShell?: boolean;
}

/** Whether a process of this id runs; one that ended and was not waited for yet does not. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "State: Z");
  return !/^State:\s+Z/m.test(status);
}

/** Waits until no process of this id runs. */
export async function waitForEnd(pid: number): Promise<void> {
  await vi.waitUntil(async () => !(await isRunning(pid)), { timeout: 10_000, interval: 50 });
}

/** Starts the host as the engine does, and ends it when the test is over. */
export async function startHost({
  args = [],
  underShell = false,
}: HostOptions = {}): Promise<HostUnderTest> {
  const command = [process.execPath, MAIN, ...args, ENGINE_ADDRESS];
  const child = underShell
    ? spawn("sh", ["-c", '"$@" & wait', "sh", ...command], { stdio: ["ignore", "pipe", "pipe"] })
    : spawn(process.execPath, command.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const lines = createInterface({ input: child.stdout });
  const [port] = (await once(lines, "line")) as [string];
  lines.on("line", (line) => (output += `${line}\n`));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const started = child.pid ?? 0;
  const pid = underShell
    ? Number(await readFile(`/proc/${started}/task/${started}/children`, "utf8"))
    : started;
  const client = new langrpc.LanguageRuntimeClient(
    `127.0.0.1:${port}`,
    grpc.credentials.createInsecure(),
  );
  onTestFinished(async () => {
    client.close();
    if (await isRunning(pid)) {
      process.kill(pid, "SIGTERM");
      await waitForEnd(pid);
    }
  });
  return { pid, client, output: () => output, killParent: () => void child.kill("SIGKILL") };
}

export function createProgramInfo(folder: string, entryPoint = "."): lang.ProgramInfo {
  return new lang.ProgramInfo()
    .setRootDirectory(folder)
    .setProgramDirectory(folder)
    .setEntryPoint(entryPoint);
}

/** Reads a stream of answers to its end, and rejects with the error that the host ended it with. */
export async function readStream<Response>(
  stream: grpc.ClientReadableStream<Response>,
): Promise<Response[]> {
  const responses: Response[] = [];
  for await (const response of stream as AsyncIterable<Response>) {
    responses.push(response);
  }
  return responses;
}
