// Runs one task of each kind and tells its fate: its last state, or an error where it is lost.
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@a2a-js/sdk/client";
import { toReason, toRequest, toState } from "./calls.ts";

const POLL_MS = 1000;
/** How long a poll waits: a pod that is gone refuses nothing. */
const POLL_TIMEOUT_MS = 15_000;

/**
 * Has a task done that works for some time, and returns its last state. What has no answer for so many
 * milliseconds after that, and what nobody knows for so long, is lost.
 */
export type TaskRun = (client: Client, workMs: number, patienceMs: number) => Promise<string>;

/** Waits for the answer. */
export const runBlocking: TaskRun = async (client, workMs, patienceMs) => {
  const signal = AbortSignal.timeout(workMs + patienceMs);
  const answer = await client.sendMessage(toRequest(workMs), { signal });
  return "status" in answer ? toState(answer) : "MESSAGE";
};

/** Reads the events of one stream to its end. */
export const runStreaming: TaskRun = async (client, workMs, patienceMs) => {
  const signal = AbortSignal.timeout(workMs + patienceMs);
  let state = "NONE";
  for await (const { payload } of client.sendMessageStream(toRequest(workMs), { signal })) {
    if (payload?.$case === "task" || payload?.$case === "statusUpdate") {
      state = toState({ ...payload.value } as Parameters<typeof toState>[0]);
    }
  }
  return state;
};

/** Begins it and asks for it until it has ended. */
export const runDetached: TaskRun = async (client, workMs, patienceMs) => {
  const signal = AbortSignal.timeout(workMs + patienceMs);
  const started = await client.sendMessage(toRequest(workMs, true), { signal });
  if (!("status" in started)) {
    return "MESSAGE";
  }
  let answeredMs = Date.now();
  let reason = "";
  while (Date.now() - answeredMs < patienceMs) {
    await delay(POLL_MS);
    try {
      const task = await client.getTask(
        { id: started.id, tenant: "", historyLength: 0 },
        { signal: AbortSignal.timeout(POLL_TIMEOUT_MS) },
      );
      const state = toState(task);
      if (state !== "WORKING" && state !== "SUBMITTED") {
        return state;
      }
      answeredMs = Date.now();
    } catch (error) {
      // Asked again until it is clear that nobody knows it any more.
      reason = toReason(error);
    }
  }
  throw new Error(`no replica knows ${started.id}: ${reason}`);
};
