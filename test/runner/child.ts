import { spawn } from "node:child_process";
import { ROOT_FOLDER } from "./layout.ts";

export interface ChildOptions {
  /** Added to the environment of this process. */
  environment?: Record<string, string>;
  /** `inherit` shows what the child prints, `capture` returns it. */
  output: "inherit" | "capture";
  /** Ends the child with SIGTERM. */
  signal?: AbortSignal;
}

export interface ChildResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a file with the Node of this process, in the root of the repository, to its end. */
export async function runNode(
  parameters: readonly string[],
  options: ChildOptions,
): Promise<ChildResult> {
  const captured = { stdout: "", stderr: "" };
  const pipe = options.output === "capture" ? "pipe" : "inherit";
  const child = spawn(process.execPath, parameters, {
    cwd: ROOT_FOLDER,
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", pipe, pipe],
  });
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (captured.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (captured.stderr += text));
  const end = (): void => void child.kill("SIGTERM");
  options.signal?.addEventListener("abort", end, { once: true });
  if (options.signal?.aborted === true) {
    end();
  }
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      options.signal?.removeEventListener("abort", end);
      resolve({ exitCode: code ?? 1, ...captured });
    });
  });
}
