import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { existsSync } from "node:fs";
import type { AgentExecutor } from "../agent-task.js";

/** An executor could not be loaded. */
export class ExecutorModuleError extends Error {
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`The executor (${path}) ${reason}`, options);
    this.name = "ExecutorModuleError";
  }
}

/**
 * Loads the function `execute` of a module. A `.ts` module is run as it is: nothing but types may be
 * erased.
 *
 * @throws ExecutorModuleError.
 */
export async function loadExecutor(path: string): Promise<AgentExecutor> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new ExecutorModuleError(path, `must be a file: there is none at ${file}.`);
  }
  let module: Record<string, unknown>;
  try {
    module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new ExecutorModuleError(path, `could not be loaded:\n${text}`, { cause: error });
  }
  const { execute } = module;
  if (typeof execute !== "function") {
    const names = Object.keys(module).join(", ") || "nothing";
    throw new ExecutorModuleError(
      path,
      `must export a function named execute. It exports ${names}.`,
    );
  }
  return execute as AgentExecutor;
}
