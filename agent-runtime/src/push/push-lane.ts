import type { StreamResponse, Task, TaskPushNotificationConfig } from "@a2a-js/sdk";
import { fromWireState, isIdle, isTerminal } from "../tasks/task-state.js";
import { mergeUpdates } from "./merge-updates.js";
import type { PushOutcome, PushProtocolVersion } from "./push-notifications.js";

/** How many notifications wait for one webhook at most. */
const MAX_WAITING_NOTIFICATIONS = 64;

/** Whom a lane sends to. */
export interface PushTarget {
  config: TaskPushNotificationConfig;
  contextId: string;
  protocolVersion: PushProtocolVersion;
}

/** What is to be sent. */
export interface PendingNotification {
  event: StreamResponse;
  /** The task, where the target is sent tasks. Until it is sent it may come to say even more. */
  task: Task | undefined;
  /** What makes the notification a part of the trace in which the event came. */
  traceHeaders: Readonly<Record<string, string>>;
}

/** How a delivery ended. */
export interface Delivery {
  outcome: PushOutcome;
  /** The webhook says that it is gone for good. */
  isGone?: boolean;
}

export interface PushLaneOptions {
  target: PushTarget;
  /** Nothing is sent until `release` is called. */
  isHeld: boolean;
  /** Delivers one notification, with as many attempts as it takes. Never rejects. */
  deliver: (
    target: PushTarget,
    notification: PendingNotification,
    signal: AbortSignal,
  ) => Promise<Delivery>;
  /** Is told of each notification that is to be sent. */
  onPending: () => void;
  /** Is told once of each of them. */
  onOutcome: (outcome: PushOutcome) => void;
  /** The webhook is gone for good. */
  onGone: () => void;
}

/** What is sent to one webhook: one notification after the other, in the order of the events. */
export interface PushLane {
  readonly target: PushTarget;
  /** How many notifications were neither delivered nor given up. */
  readonly pendingCount: number;
  /** Sends what waits to another target. */
  replace: (target: PushTarget) => void;
  release: () => void;
  push: (notification: PendingNotification & { task: Task }) => void;
  /** Gives up what waits, and hangs up. */
  close: () => void;
}

/** How much a notification matters when not all can wait: the end of a task is never given up. */
type Weight = "progress" | "interruption" | "end";

/**
 * Makes the lane of one webhook.
 *
 * What waits is bounded. Parts that are appended to an artifact are sent together. When there still
 * is too much, or a delivery fails, what is given up first is the oldest progress: a webhook that
 * does not answer gets the news, not the history.
 */
export function createPushLane(options: PushLaneOptions): PushLane {
  const { deliver, onOutcome } = options;
  const waiting: PendingNotification[] = [];
  const abort = new AbortController();
  let { target, isHeld } = options;
  let isRunning = false;

  const giveUp = (index: number): void => {
    if (index >= 0) {
      waiting.splice(index, 1);
      onOutcome("dropped");
    }
  };
  const giveUpOldest = (): void => {
    const progress = findWeight(waiting, "progress");
    giveUp(progress >= 0 ? progress : findWeight(waiting, "interruption"));
  };
  /** Leaves the newest, and what says that the agent is done or waits for the caller. */
  const giveUpProgress = (): void => {
    for (let index = waiting.length - 2; index >= 0; index -= 1) {
      if (getWeight(waiting[index]) === "progress") {
        giveUp(index);
      }
    }
  };

  const run = async (): Promise<void> => {
    isRunning = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { isGone = false, outcome } = await deliver(target, next, abort.signal);
      onOutcome(outcome);
      if (outcome !== "delivered") {
        giveUpProgress();
      }
      if (isGone) {
        options.onGone();
      }
    }
    isRunning = false;
  };
  const runOnce = (): void => {
    if (!isRunning && !isHeld) {
      void run();
    }
  };

  return {
    get target() {
      return target;
    },
    get pendingCount() {
      return waiting.length + (isRunning ? 1 : 0);
    },
    replace: (next) => {
      target = next;
    },
    release: () => {
      isHeld = false;
      runOnce();
    },
    push: ({ event, task, traceHeaders }) => {
      // A record of the task for every event would be as much as the task for each.
      const sentTask = target.protocolVersion === "0.3" ? task : undefined;
      const last = waiting.at(-1);
      const merged = last === undefined ? undefined : mergeUpdates(last.event, event);
      if (last !== undefined && merged !== undefined) {
        waiting[waiting.length - 1] = { ...last, event: merged, task: sentTask };
        return;
      }
      options.onPending();
      waiting.push({ event, task: sentTask, traceHeaders });
      if (waiting.length > MAX_WAITING_NOTIFICATIONS) {
        giveUpOldest();
      }
      runOnce();
    },
    close: () => {
      abort.abort();
      while (waiting.length > 0) {
        giveUp(0);
      }
    },
  };
}

function findWeight(waiting: readonly PendingNotification[], weight: Weight): number {
  return waiting.findIndex((notification) => getWeight(notification) === weight);
}

function getWeight(notification: PendingNotification | undefined): Weight {
  const payload = notification?.event.payload;
  if (payload?.$case !== "statusUpdate" && payload?.$case !== "task") {
    return "progress";
  }
  const state = fromWireState(payload.value.status?.state);
  if (isTerminal(state)) {
    return "end";
  }
  return isIdle(state) ? "interruption" : "progress";
}
