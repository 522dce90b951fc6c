import type { Task } from "@a2a-js/sdk";
import type { AgentTask } from "@berth/agent-runtime";
import fc from "fast-check";
import { expect, it } from "vitest";
import { getState } from "../../../agent-runtime/src/tasks/task-record.ts";
import type { SentTask } from "../../../agent-runtime/src/tasks/sent-task.ts";
import { isIdle, isTerminal } from "../../../agent-runtime/src/tasks/task-state.ts";
import { readAll } from "../agent-under-test.ts";
import type { HeldTask } from "../held-executor.ts";
import {
  createRegistryUnderTest,
  MAX_TASK_SECONDS,
  SCOPE,
  settle,
  toMessage,
} from "./registry-under-test.ts";

// Callers, executors, the clock and a drain do whatever they like, in any order. Whatever they do:
// a task that has ended stays as it is, every task that has not has somebody who goes on with it,
// no more is worked on than may be, and in the end nothing is left and the process goes.

const ACTS = [
  "report",
  "give",
  "complete",
  "fail",
  "reject",
  "ask",
  "ask for authorization",
  "return",
  "throw",
] as const;

type Act = (typeof ACTS)[number];

type Step =
  | { type: "send" | "follow up" | "cancel" | "subscribe" | "leave" | "again"; index: number }
  | { type: "work"; index: number; act: Act }
  | { type: "pass"; seconds: number }
  | { type: "turn" | "drain" };

const index = fc.nat({ max: 5 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ type: fc.constant("send" as const), index }) },
  {
    weight: 15,
    arbitrary: fc.record({
      type: fc.constantFrom("follow up", "cancel", "subscribe", "leave", "again"),
      index,
    }),
  },
  {
    weight: 25,
    arbitrary: fc.record({
      type: fc.constant("work" as const),
      index,
      act: fc.constantFrom(...ACTS),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("pass" as const),
      seconds: fc.constantFrom(1, 9, 11, 31),
    }),
  },
  { weight: 20, arbitrary: fc.record({ type: fc.constant("turn" as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("drain" as const) }) },
);

function act({ release, task }: HeldTask, what: Act): void {
  const acts: Record<Act, (task: AgentTask) => void> = {
    report: () => {
      task.report("on it");
    },
    give: () => task.addArtifact({ parts: [{ text: "x" }] }),
    complete: () => {
      task.complete("done");
    },
    fail: () => {
      task.fail("no");
    },
    reject: () => {
      task.reject("no");
    },
    ask: () => {
      task.askForInput("which?");
    },
    "ask for authorization": () => {
      task.askForAuthorization("Go there.");
    },
    return: () => {
      release();
    },
    throw: () => {
      release(new Error("broken"));
    },
  };
  try {
    acts[what](task);
  } catch (error) {
    expect(error).toMatchObject({ name: "TaskEndedError" });
  }
}

const MAX_CONCURRENT = 2;

async function play(steps: readonly Step[], isObedient: boolean): Promise<void> {
  const set = createRegistryUnderTest({
    maxConcurrentTasks: MAX_CONCURRENT,
    maxQueuedTasks: 2,
    maxExecutionSeconds: 30,
  });
  const { clock, drain, exits, held, registry } = set;
  const executing: HeldTask[] = [];
  const listen = async (): Promise<void> => {
    for (;;) {
      const executed = await held.next();
      executing.push(executed);
      if (isObedient) {
        const { signal } = executed.task;
        signal.addEventListener("abort", () => {
          executed.release(signal.reason as Error);
        });
      }
    }
  };
  void listen();

  const sent: { messageId: string; first: SentTask }[] = [];
  const ended = new Map<string, Task>();
  const streams: AsyncGenerator[] = [];
  const outcomes: Promise<unknown>[] = [];
  const call = (calling: Promise<unknown>): void => {
    outcomes.push(
      calling.then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
  };

  const expectSound = async (): Promise<void> => {
    expect(registry.activeCount).toBeLessThanOrEqual(MAX_CONCURRENT);
    expect(exits.length).toBeLessThanOrEqual(1);
    for (const { first } of sent) {
      const task = await registry.get(first.task.id, SCOPE);
      const before = ended.get(task.id);
      if (before !== undefined) {
        expect(task, "a task that has ended").toEqual(before);
      } else if (isTerminal(getState(task))) {
        ended.set(task.id, task);
      } else if (!isIdle(getState(task))) {
        expect(drain.activeTasks, "owners").toBeGreaterThan(0);
        expect(registry.activeCount + registry.queuedCount, "owners").toBeGreaterThan(0);
      }
    }
  };

  const apply = (one: Step): void => {
    switch (one.type) {
      case "send": {
        const message = toMessage("go");
        const sending = registry.send(message, SCOPE).then((first) => {
          sent.push({ messageId: message.messageId, first });
        });
        call(sending);
        break;
      }
      case "work": {
        const executed = executing[one.index % Math.max(executing.length, 1)];
        if (executed !== undefined) {
          act(executed, one.act);
        }
        break;
      }
      case "pass":
        clock.advance(one.seconds * 1000);
        break;
      case "drain":
        drain.begin(0);
        break;
      case "turn":
        break;
      default: {
        const target = sent[one.index % Math.max(sent.length, 1)];
        if (target !== undefined) {
          call(callOn(target, one.type, one.index));
        }
      }
    }
  };
  const callOn = async (
    { first, messageId }: { first: SentTask; messageId: string },
    type: "follow up" | "cancel" | "subscribe" | "leave" | "again",
    at: number,
  ): Promise<unknown> => {
    const { id } = first.task;
    switch (type) {
      case "follow up":
        return registry.send(toMessage("this", { taskId: id }), SCOPE);
      case "cancel":
        return registry.cancel(id, SCOPE);
      case "subscribe": {
        const stream = await registry.subscribe(id, SCOPE);
        streams.push(stream);
        return readAll(stream);
      }
      case "leave":
        return streams[at % Math.max(streams.length, 1)]?.return(undefined);
      case "again": {
        const again = await registry.send(toMessage("go", { messageId }), SCOPE);
        expect(again.task.id).toBe(id);
        return again;
      }
    }
  };

  for (const one of steps) {
    apply(one);
    if (one.type === "turn") {
      await settle(2);
    }
    await expectSound();
  }

  // Whatever went before, and also when no executor stops: the process goes.
  drain.begin(0);
  for (let seconds = 0; seconds <= MAX_TASK_SECONDS + 20; seconds += 5) {
    await settle(2);
    clock.advance(5_000);
  }
  await settle();
  await expectSound();
  for (const { first } of sent) {
    expect(isIdle(getState(await registry.get(first.task.id, SCOPE)))).toBe(true);
    expect(isIdle(getState(await first.idle))).toBe(true);
  }
  // Each call has its answer, and each stream its end.
  for (const error of await Promise.all(outcomes)) {
    // A refusal says why; anything else is a defect.
    expect(error === undefined || Object.hasOwn(error as object, "reason"), String(error)).toBe(
      true,
    );
  }
  expect(exits).toHaveLength(1);
  if (isObedient) {
    expect(exits).toEqual([0]);
  }
  const { activeCount, queuedCount } = registry;
  expect({ activeCount, queuedCount, work: drain.activeTasks }).toEqual({
    activeCount: 0,
    queuedCount: 0,
    work: 0,
  });
  expect(clock.pendingTimers).toBe(0);
  expect(set.log.messages("error").filter((text) => text !== "The executor failed")).toEqual([]);

  // Executors that come to their end only now change nothing.
  for (const { release } of executing) {
    release(new Error("too late"));
  }
  await settle();
  await expectSound();
}

it("leaves no task without an owner and lets the process go, whatever happens in which order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60, size: "max" }),
      // Whether executors stop when they are told.
      fc.boolean(),
      play,
    ),
    { numRuns: 300 },
  );
});
