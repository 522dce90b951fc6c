import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";

const HOOKS = new URL("./source-hooks.ts", import.meta.url).href;
const CLI = fileURLToPath(new URL("../../../agent-runtime/src/cli.ts", import.meta.url));

/** How a process ended. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A process that runs the command of the runtime from its sources. */
export interface RuntimeProcess {
  child: ChildProcess;
  /** Resolves when the standard output has the text. */
  untilPrinted: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Resolves when the standard error has the text. */
  untilLogged: (pattern: RegExp) => Promise<RegExpExecArray>;
  end: Promise<ProcessEnd>;
}

/** Runs the command `agent-runtime`. The process dies with the test. */
export function runCommand(
  args: readonly string[],
  environment: Record<string, string> = {},
): RuntimeProcess {
  return runProgram([CLI, ...args], environment);
}

/** Runs a program of ours from its sources. The process dies with the test. */
export function runProgram(
  command: readonly string[],
  environment: Record<string, string>,
): RuntimeProcess {
  const child = spawn(
    process.execPath,
    ["--conditions=@berth/source", "--import", HOOKS, ...command],
    { env: { PATH: process.env["PATH"] ?? "", ...environment } },
  );
  const outputs = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (outputs.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (outputs.stderr += chunk.toString()));
  const end = new Promise<ProcessEnd>((resolve) => {
    child.once("close", (code, signal) => {
      resolve({ code, signal, ...outputs });
    });
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await end;
  });
  const until = (name: "stdout" | "stderr", pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(outputs[name]);
        if (match !== null) {
          child[name].off("data", look);
          resolve(match);
        }
      };
      child[name].on("data", look);
      look();
      void end.then(() => {
        reject(new Error(`The process ended without ${String(pattern)}: ${outputs.stderr}`));
      });
    });
  return {
    child,
    end,
    untilPrinted: (pattern) => until("stdout", pattern),
    untilLogged: (pattern) => until("stderr", pattern),
  };
}

/** A folder that goes with the test. */
export function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "agent-runtime-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Writes a card into a file that goes with the test. */
export function writeCard(card: object = smallestCard): string {
  const file = join(createFolder(), "card.json");
  writeFileSync(file, JSON.stringify(card));
  return file;
}

/** An agent in a process of its own. */
export interface AgentProcess extends RuntimeProcess {
  url: string;
  adminUrl: string;
  metricsUrl: string;
}

/** What the callers of a served agent send. */
const INPUT_MODES = { defaultInputModes: ["application/json", "text/plain"] };

/** Serves an executor on free ports, with more options of the command where there are any. */
export async function serveAgent(
  executorFile: string,
  environment: Record<string, string> = {},
  card: object = smallestCard,
  options: readonly string[] = [],
): Promise<AgentProcess> {
  const ports = ["--port", "0", "--metrics-port", "0", "--admin-port", "0"];
  const started = runCommand(
    [
      "serve",
      executorFile,
      "--card",
      writeCard({ ...card, ...INPUT_MODES }),
      "--host",
      "127.0.0.1",
      ...ports,
      ...options,
    ],
    environment,
  );
  await started.untilPrinted(/Ctrl-C/);
  const find = async (pattern: RegExp): Promise<string> =>
    (await started.untilPrinted(pattern))[1] ?? "";
  return {
    ...started,
    url: await find(/Page +(\S+)/),
    adminUrl: await find(/Probes +(\S+)\/readyz/),
    metricsUrl: await find(/Metrics +(\S+)/),
  };
}
