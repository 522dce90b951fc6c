import { spawn, type ChildProcess } from "node:child_process";

/** How long a child that was asked to end may take before it is killed. */
const CHILD_STOP_SECONDS = 1;

export interface ChildOptions {
  cwd: string;
  environment: NodeJS.ProcessEnv;
  /** Given the text that the child prints; without it the child writes to the streams of this process. */
  onOutput?: (stream: "stdout" | "stderr", chunk: Buffer) => void;
  /** Written to the standard input of the child, which is empty by default. */
  input?: string;
}

export interface ChildEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  /** Settles when the child has ended and its output was handed over. Rejects when it could not be started. */
  ended: Promise<ChildEnd>;
  stop: () => void;
}

export interface ChildProcesses {
  /** Starts a child that dies with this process, however this process ends. */
  start: (command: readonly [string, ...string[]], options: ChildOptions) => Child;
  /** Stops every child and waits for their ends. */
  stopAll: () => Promise<void>;
}

function stop(child: ChildProcess): void {
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), CHILD_STOP_SECONDS * 1000).unref();
}

export function createChildProcesses(): ChildProcesses {
  const running = new Map<ChildProcess, Promise<unknown>>();
  return {
    start(command, options) {
      const output = options.onOutput === undefined ? "inherit" : "pipe";
      // The kernel kills the child when this process dies, also by SIGKILL: nobody else would.
      const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], {
        cwd: options.cwd,
        env: options.environment,
        stdio: [options.input === undefined ? "ignore" : "pipe", output, output],
      });
      const { onOutput } = options;
      child.stdout?.on("data", (chunk: Buffer) => onOutput?.("stdout", chunk));
      child.stderr?.on("data", (chunk: Buffer) => onOutput?.("stderr", chunk));
      // A child that ends without reading its input closes the pipe; its exit code tells more.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(options.input);
      const ended = new Promise<ChildEnd>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (exitCode, signal) => {
          resolve({ exitCode, signal });
        });
      });
      const settled = ended.then(
        () => running.delete(child),
        () => running.delete(child),
      );
      running.set(child, settled);
      return {
        ended,
        stop: () => {
          stop(child);
        },
      };
    },
    async stopAll() {
      for (const child of running.keys()) {
        stop(child);
      }
      await Promise.all(running.values());
    },
  };
}
