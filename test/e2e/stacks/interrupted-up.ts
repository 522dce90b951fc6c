import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

/** A command of the CLI that somebody interrupts. */
export interface Interruption {
  command: readonly string[];
  cwd: string;
  environment: Readonly<Record<string, string>>;
  /** When: milliseconds after its start. */
  afterMs: number;
  signal: "SIGINT" | "SIGKILL";
}

/** How long what was interrupted may take to its end. */
const END_MS = 120_000;

/**
 * Runs a command and interrupts it as a terminal does by Ctrl-C: the CLI and whatever of its processes is
 * in its group get the signal.
 *
 * @returns whether it was interrupted, or had ended by itself before.
 * @throws Error when it does not end.
 */
export async function interrupt(interruption: Interruption): Promise<boolean> {
  const { afterMs, command, cwd, environment, signal } = interruption;
  const [file = "", ...args] = command;
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...environment },
    detached: true,
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  const { pid } = child;
  const first = await Promise.race([ended.then(() => "ended"), delay(afterMs, "time")]);
  if (first === "ended" || pid === undefined) {
    return false;
  }
  process.kill(-pid, signal);
  const last = await Promise.race([
    ended.then(() => "ended"),
    delay(END_MS, "time", { ref: false }),
  ]);
  if (last !== "ended") {
    process.kill(-pid, "SIGKILL");
    await ended;
    throw new Error(`'${command.join(" ")}' does not end ${END_MS / 1000} s after ${signal}.`);
  }
  return true;
}
