// How long the proxy goes on to ask for a task that nobody watches.
import type { Task } from "@a2a-js/sdk";
import { TaskNotFoundError } from "@a2a-js/sdk/errors";
import { expect, it } from "vitest";
import { TaskLostError, watchTask } from "../../../agent-runtime/src/proxy/watch-task.ts";
import { getState } from "../../../agent-runtime/src/tasks/task-record.ts";
import { toWireState } from "../../../agent-runtime/src/tasks/task-state.ts";
import { UpstreamError } from "../../../agent-runtime/src/upstream/upstream-error.ts";
import { createManualClock } from "../manual-clock.ts";

const MINUTE_MS = 60_000;

function toTask(state: Parameters<typeof toWireState>[0], timestamp = ""): Task {
  return {
    id: "t1",
    contextId: "c1",
    status: { state: toWireState(state), message: undefined, timestamp },
    artifacts: [],
    history: [],
    metadata: undefined,
  };
}

/** Watches a task for at most so long, while it is read as `read` says. */
async function watch(
  read: (elapsedMs: number) => Task,
  { forMs = 60 * MINUTE_MS, maxSilenceMs = 60 * MINUTE_MS } = {},
): Promise<{ states: string[]; error: unknown; elapsedMs: number; isCut: boolean; reads: number }> {
  const clock = createManualClock();
  const cut = new AbortController();
  const states: string[] = [];
  let reads = 0;
  let isOver = false;
  let error: unknown;
  const getTask = async (): Promise<Task> => {
    reads += 1;
    return Promise.resolve().then(() => read(clock.nowMs));
  };
  const watching = (async () => {
    try {
      const options = { getTask, clock, signal: cut.signal, maxSilenceMs };
      for await (const task of watchTask(toTask("WORKING"), options)) {
        states.push(getState(task));
      }
    } catch (thrown) {
      error = thrown;
    }
    isOver = true;
  })();
  const hasEnded = (): boolean => isOver;
  while (!hasEnded() && clock.nowMs < forMs) {
    await new Promise(setImmediate);
    clock.advance(250);
  }
  const isCut = !hasEnded();
  cut.abort();
  await watching;
  return { states, error, elapsedMs: clock.nowMs, isCut, reads };
}

const UNREACHABLE = new UpstreamError("unreachable", "Refused.");

it("tells each change once, and the end", async () => {
  const { reads, states } = await watch((ms) =>
    ms > 20_000 ? toTask("COMPLETED") : toTask("WORKING", ms > 10_000 ? "later" : ""),
  );
  expect(states).toEqual(["WORKING", "COMPLETED"]);
  expect(reads).toBeLessThan(15);
});

it.each([
  ["is busy", new UpstreamError("busy", "503")],
  ["breaks off", new UpstreamError("broken", "Reset.")],
  ["fails to say", new Error("junk")],
])("has not lost a task while the agent %s for half an hour", async (_, failure) => {
  const { error, states } = await watch((ms) => {
    if (ms < 30 * MINUTE_MS) {
      throw failure;
    }
    return toTask("COMPLETED");
  });
  expect(error).toBeUndefined();
  expect(states).toEqual(["COMPLETED"]);
});

it("has lost a task that the agent says again and again that it does not know", async () => {
  const { elapsedMs, error } = await watch(() => {
    throw new TaskNotFoundError("t1");
  });
  expect(error).toBeInstanceOf(TaskLostError);
  expect(elapsedMs).toBeLessThan(5_000);
});

it("has not lost a task that only some processes of the agent know", async () => {
  let count = 0;
  const { error, states } = await watch((ms) => {
    count += 1;
    if (count % 4 !== 0) {
      throw new TaskNotFoundError("t1");
    }
    return toTask(ms > 10 * MINUTE_MS ? "COMPLETED" : "WORKING");
  });
  expect(error).toBeUndefined();
  expect(states).toEqual(["COMPLETED"]);
});

it("has lost a task when the agent takes no connections for half a minute, not before", async () => {
  const soonBack = await watch((ms) => {
    if (ms < 25_000) {
      throw UNREACHABLE;
    }
    return toTask("COMPLETED");
  });
  expect(soonBack.states).toEqual(["COMPLETED"]);
  const gone = await watch(() => {
    throw UNREACHABLE;
  });
  expect(gone.error).toBeInstanceOf(TaskLostError);
  expect(gone.elapsedMs).toBeLessThan(35_000);
});

it("gives up a task that stays as it is for too long, without a word on its end", async () => {
  const maxSilenceMs = 10 * MINUTE_MS;
  const { elapsedMs, error, isCut, states } = await watch(() => toTask("WORKING"), {
    maxSilenceMs,
  });
  expect({ error, isCut, states }).toEqual({ error: undefined, isCut: false, states: [] });
  expect(elapsedMs).toBeGreaterThan(maxSilenceMs);
});

it("goes on with a task that changes now and then", async () => {
  const { isCut } = await watch((ms) => toTask("WORKING", String(Math.floor(ms / MINUTE_MS))), {
    maxSilenceMs: 2 * MINUTE_MS,
  });
  expect(isCut).toBe(true);
});

it("asks again when an answer does not come, and is not held by it", async () => {
  const clock = createManualClock();
  let reads = 0;
  const getTask = (signal: AbortSignal): Promise<Task> => {
    reads += 1;
    return reads > 1
      ? Promise.resolve(toTask("COMPLETED"))
      : new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            reject(new UpstreamError("aborted", "Given up."));
          });
        });
  };
  const signal = new AbortController().signal;
  const options = { getTask, clock, signal, maxSilenceMs: 60 * MINUTE_MS };
  const next = watchTask(toTask("WORKING"), options).next();
  for (let elapsedMs = 0; elapsedMs < MINUTE_MS; elapsedMs += 250) {
    await new Promise(setImmediate);
    clock.advance(250);
  }
  const { value } = await next;
  expect([reads, value && getState(value)]).toEqual([2, "COMPLETED"]);
});
