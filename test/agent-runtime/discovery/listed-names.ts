import type { AgentRegistry } from "@berth/agent-runtime";
import { expect, vi } from "vitest";

/** Under load a machine may take its time; what is waited for comes within a second otherwise. */
export const WAIT = { timeout: 10_000 };

/** The names of the agents that are listed. */
export const list = (registry: AgentRegistry): string[] =>
  registry.list().map(({ isReady, name }) => `${name}${isReady ? "" : " (not ready)"}`);

/** Waits until the agents that are listed have these names. */
export const until = (registry: AgentRegistry, expected: string[]): Promise<void> =>
  vi.waitFor(() => {
    expect(list(registry)).toEqual(expected);
  }, WAIT);
