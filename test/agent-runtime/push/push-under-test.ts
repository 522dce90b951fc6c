import type {
  Artifact,
  StreamResponse,
  Task,
  TaskArtifactUpdateEvent,
  TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import type { TaskState } from "@berth/agent-runtime";
import { onTestFinished } from "vitest";
import {
  createPushNotifications,
  type PushNotificationsOptions,
} from "../../../agent-runtime/src/push/create-push-notifications.ts";
import type {
  PushNotifications,
  PushOutcome,
  PushProtocolVersion,
} from "../../../agent-runtime/src/push/push-notifications.ts";
import { parseWebhookAllowlist } from "../../../agent-runtime/src/push/webhook-allowlist.ts";
import { toWireState } from "../../../agent-runtime/src/tasks/task-state.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";

/** Whose tasks the tests are about. */
export const SCOPE = "alice";

const WHEN = "2026-01-01T00:00:00.000Z";

/** Push notifications that may go to the loopback, on a clock that the test moves. */
export interface PushUnderTest extends PushNotifications {
  clock: ManualClock;
  log: RecordedLog;
  outcomes: PushOutcome[];
  /** Resolves when so many notifications have an outcome. */
  until: (count: number) => Promise<void>;
  /** Resolves when an attempt has failed and the next one waits, and tells how long it does. */
  nextRetry: () => Promise<number>;
}

/** Timers that are none of a next attempt. */
const OTHER_DELAYS_MS = [2_000, 10_000];

export interface PushUnderTestOptions extends Partial<
  Pick<PushNotificationsOptions, "getTraceHeaders" | "maxConfigs" | "resolveHost">
> {
  /** Defaults to all addresses of the loopback. */
  allowlist?: string;
}

export function createPushUnderTest({
  allowlist = "127.0.0.0/8",
  ...options
}: PushUnderTestOptions = {}): PushUnderTest {
  const clock = createManualClock();
  const log = createRecordedLog();
  const outcomes: PushOutcome[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const retries: number[] = [];
  let onRetry = (): void => undefined;
  const push = createPushNotifications({
    ...options,
    allowlist: parseWebhookAllowlist(allowlist),
    clock: {
      now: clock.now,
      elapsedMs: clock.elapsedMs,
      startTimer: (delayMs, callback) => {
        if (!OTHER_DELAYS_MS.includes(delayMs)) {
          retries.push(delayMs);
          onRetry();
        }
        return clock.startTimer(delayMs, callback);
      },
    },
    log,
    onDelivery: (outcome) => {
      outcomes.push(outcome);
      for (const { count, resolve } of waiting) {
        if (outcomes.length >= count) {
          resolve();
        }
      }
    },
  });
  onTestFinished(() => push.settle(AbortSignal.abort()));
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      if (outcomes.length >= count) {
        resolve();
      } else {
        waiting.push({ count, resolve });
      }
    });
  const nextRetry = async (): Promise<number> => {
    if (retries.length === 0) {
      await new Promise<void>((resolve) => {
        onRetry = resolve;
      });
    }
    return retries.shift() ?? 0;
  };
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(push),
      ...Object.getOwnPropertyDescriptors({ clock, log, outcomes, until, nextRetry }),
    },
  ) as PushUnderTest;
}

/** A config as the wire hands it over. */
export function toConfig(
  url: string,
  change: Partial<TaskPushNotificationConfig> = {},
): TaskPushNotificationConfig {
  return { tenant: "", id: "", taskId: "", url, token: "", authentication: undefined, ...change };
}

/** A task that changes as a test says, and tells the notifications of it. */
export interface ChangingTask {
  readonly task: Task;
  enter: (state: TaskState) => void;
  addArtifact: (name: string) => void;
  /** Appends a word to the artifact that was added last. */
  append: (word: string, change?: Partial<TaskArtifactUpdateEvent>) => void;
  /** Keeps a config for the task, for a caller of A2A 1.0 unless told otherwise. */
  notify: (
    config: TaskPushNotificationConfig,
    version?: PushProtocolVersion,
  ) => TaskPushNotificationConfig;
}

export function createChangingTask(push: PushNotifications): ChangingTask {
  let task: Task = {
    id: crypto.randomUUID(),
    contextId: crypto.randomUUID(),
    status: toStatus("SUBMITTED"),
    artifacts: [],
    history: [],
    metadata: undefined,
  };
  const ids = { taskId: task.id, contextId: task.contextId, metadata: undefined };
  const publish = (next: Task, payload: StreamResponse["payload"]): void => {
    task = next;
    push.observer.onUpdate(SCOPE, task, { payload });
  };
  return {
    get task() {
      return task;
    },
    enter: (state) => {
      const status = toStatus(state);
      publish({ ...task, status }, { $case: "statusUpdate", value: { ...ids, status } });
    },
    addArtifact: (name) => {
      const artifact = toArtifact(name);
      const value = { ...ids, artifact, append: false, lastChunk: false };
      const artifacts = [...task.artifacts, artifact];
      publish({ ...task, artifacts }, { $case: "artifactUpdate", value });
    },
    append: (word, change = {}) => {
      const last = task.artifacts.at(-1) ?? toArtifact("");
      const artifact = { ...toArtifact(word), artifactId: last.artifactId };
      const value = { ...ids, artifact, append: true, lastChunk: false, ...change };
      const grown = { ...last, parts: [...last.parts, ...artifact.parts] };
      const artifacts = [...task.artifacts.slice(0, -1), grown];
      publish({ ...task, artifacts }, { $case: "artifactUpdate", value });
    },
    notify: (config, version = "1.0") => push.add(SCOPE, task, config, version),
  };
}

function toStatus(state: TaskState): NonNullable<Task["status"]> {
  return { state: toWireState(state), message: undefined, timestamp: WHEN };
}

/** An artifact that says its name. */
export function toArtifact(name: string): Artifact {
  const part = { metadata: undefined, filename: "", mediaType: "" };
  return {
    artifactId: crypto.randomUUID(),
    name,
    description: "",
    parts: [{ ...part, content: { $case: "text", value: name } }],
    metadata: undefined,
    extensions: [],
  };
}

/** What a body says: the state of a status, or the name of an artifact. */
export function toNews(body: unknown): string {
  const { statusUpdate, artifactUpdate } = body as {
    statusUpdate?: { status: { state: string } };
    artifactUpdate?: { artifact: { name: string } };
  };
  return statusUpdate?.status.state ?? artifactUpdate?.artifact.name ?? JSON.stringify(body);
}
