import { type AgentTask, type PeerClient, PeerError, type PeerFailure } from "@berth/agent-runtime";
import { expect } from "vitest";
import {
  createPeerClient,
  type PeerClientOptions,
} from "../../../agent-runtime/src/peers/peer-client.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";

export const go = { parts: [{ text: "go" }] };

/** A client of a peer, and how its calls went. */
export function createClient(
  url: string,
  options: PeerClientOptions = {},
): { client: PeerClient; outcomes: string[] } {
  const outcomes: string[] = [];
  const onCall = (_: string, outcome: string): number => outcomes.push(outcome);
  const client = createPeerClient({ name: "peer", url }, { onCall, ...options });
  return { client, outcomes };
}

/** Expects a call to fail, and returns how it did. */
export async function catchFailure(call: Promise<unknown>): Promise<[PeerFailure, string]> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PeerError);
  const { failure, message } = error as PeerError;
  return [failure, message];
}

/** What most peers here do. */
export function work(task: AgentTask): void {
  task.report("on it");
  const id = task.addArtifact({ name: "report", description: "All", parts: [{ text: "a" }] });
  task.addArtifact({ id: "data", parts: [{ data: { n: 1 } }] });
  task.appendToArtifact(id, [{ text: "b" }], { last: true });
  task.complete("done");
}

/** Lets time pass whenever somebody waits, until the promise is settled. */
export async function runThrough<Result>(
  clock: ManualClock,
  promise: Promise<Result>,
): Promise<Result> {
  const state = { isSettled: false };
  const settle = (): void => {
    state.isSettled = true;
  };
  promise.then(settle, settle);
  while (!state.isSettled) {
    if (clock.pendingTimers > 0) {
      clock.advance(10_000);
    }
    await new Promise(setImmediate);
  }
  return promise;
}

/** A clock that tells how long somebody wanted to wait, time after time. */
export function createNotingClock(): { clock: ManualClock; delaysMs: number[] } {
  const clock = createManualClock();
  const { startTimer } = clock;
  const delaysMs: number[] = [];
  clock.startTimer = (delayMs, callback) => {
    delaysMs.push(delayMs);
    return startTimer(delayMs, callback);
  };
  return { clock, delaysMs };
}
