import { isDeepStrictEqual } from "node:util";
import type { Task, TaskPushNotificationConfig } from "@a2a-js/sdk";
import { TaskNotFoundError } from "@a2a-js/sdk/errors";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { TaskScope } from "../tasks/task-store.js";
import { createConfigTable } from "./config-table.js";
import { deliverNotification, type DeliveryContext } from "./deliver-notification.js";
import { createDeliverySlots } from "./delivery-slots.js";
import { checkPushConfig } from "./push-config.js";
import { createPushLane, type PushLane, type PushTarget } from "./push-lane.js";
import type { PushNotifications, PushOutcome, PushProtocolVersion } from "./push-notifications.js";
import type { WebhookAllowlist } from "./webhook-allowlist.js";
import { createWebhookClient } from "./webhook-client.js";
import { createWebhookGuard, type ResolveHost } from "./webhook-guard.js";

export interface PushNotificationsOptions {
  /** What webhooks may be besides those on the public internet. */
  allowlist: WebhookAllowlist;
  clock: Clock;
  log: AgentLog;
  /** Is told once of each notification what became of it. */
  onDelivery: (outcome: PushOutcome) => void;
  /** Returns the headers that make a notification a part of the trace at hand. Defaults to none. */
  getTraceHeaders?: () => Readonly<Record<string, string>>;
  /** Resolves the hosts of webhooks. Defaults to what the machine says. */
  resolveHost?: ResolveHost;
  /** How many configs are kept at most. */
  maxConfigs?: number;
}

/** Makes the push notifications of a process. Configs and what waits are kept in memory. */
export function createPushNotifications(options: PushNotificationsOptions): PushNotifications {
  const { clock, log } = options;
  const guard = createWebhookGuard(options);
  const client = createWebhookClient(guard, clock);
  const context: DeliveryContext = { client, slots: createDeliverySlots(), clock, log };
  const table = createConfigTable(clock, options.maxConfigs);
  const settled = Promise.withResolvers<undefined>();
  let pendingCount = 0;
  let isSettling = false;
  let isClosed = false;

  const settleIfDone = (): void => {
    if (isSettling && pendingCount === 0) {
      settled.resolve(undefined);
    }
  };
  const onPending = (): void => {
    pendingCount += 1;
  };
  const onOutcome = (outcome: PushOutcome): void => {
    pendingCount -= 1;
    options.onDelivery(outcome);
    settleIfDone();
  };

  const parse = (config: TaskPushNotificationConfig): URL => {
    checkPushConfig(config);
    return guard.parse(config.url);
  };
  const find = (scope: TaskScope, taskId: string, configId: string): PushLane | undefined =>
    table.getLanes(scope, taskId)?.get(configId);
  /** Finds the config that one is, or takes the place of, which comes with a message. */
  const findKept = (
    scope: TaskScope,
    taskId: string,
    config: TaskPushNotificationConfig,
  ): PushLane | undefined =>
    config.id === ""
      ? [...(table.getLanes(scope, taskId)?.values() ?? [])].find(({ target }) =>
          isDeepStrictEqual({ ...target.config, id: "", taskId: "" }, { ...config, taskId: "" }),
        )
      : find(scope, taskId, config.id);

  const keep = (scope: TaskScope, task: Task, target: PushTarget, isHeld: boolean): PushLane => {
    const known = find(scope, task.id, target.config.id);
    if (known !== undefined) {
      known.replace(target);
      return known;
    }
    return table.add(scope, task, target.config.id, () => {
      const lane = createPushLane({
        target,
        isHeld,
        deliver: (...delivery) => deliverNotification(context, ...delivery),
        onPending,
        onOutcome,
        onGone: () => {
          table.remove(task.id, lane);
        },
      });
      return lane;
    });
  };

  return {
    check: async (config, { scope, taskId } = { scope: "", taskId: "" }) => {
      const url = parse(config);
      if (findKept(scope, taskId, config) === undefined) {
        table.expectRoom(scope, taskId);
      }
      await guard.check(url);
    },
    add: (scope, task, config, protocolVersion) => {
      parse(config);
      const id = findKept(scope, task.id, config)?.target.config.id ?? config.id;
      const target = toTarget(task, { ...config, id }, protocolVersion);
      keep(scope, task, target, false);
      return structuredClone(target.config);
    },
    create: async (scope, task, config, protocolVersion) => {
      const url = parse(config);
      const target = toTarget(task, config, protocolVersion);
      if (find(scope, task.id, target.config.id) !== undefined) {
        // The one that is there goes on until then.
        await guard.check(url);
        keep(scope, task, target, false);
        return structuredClone(target.config);
      }
      const lane = keep(scope, task, target, true);
      try {
        await guard.check(url);
      } catch (error) {
        if (lane.target === target) {
          table.remove(task.id, lane);
        }
        throw error;
      } finally {
        lane.release();
      }
      return structuredClone(target.config);
    },
    get: (scope, taskId, configId) => {
      const lane = find(scope, taskId, configId);
      if (lane === undefined) {
        throw new TaskNotFoundError(`Task ${taskId} has no push notification config ${configId}.`);
      }
      return structuredClone(lane.target.config);
    },
    list: (scope, taskId) =>
      [...(table.getLanes(scope, taskId)?.values() ?? [])].map(({ target }) =>
        structuredClone(target.config),
      ),
    delete: (scope, taskId, configId) => {
      const lane = find(scope, taskId, configId);
      if (lane !== undefined) {
        table.remove(taskId, lane);
      }
    },
    observer: {
      onUpdate: (scope, task, event) => {
        const lanes = table.getLanes(scope, task.id);
        if (lanes === undefined || isClosed) {
          return;
        }
        const traceHeaders = options.getTraceHeaders?.() ?? {};
        for (const lane of lanes.values()) {
          lane.push({ event, task, traceHeaders });
        }
        table.note(task);
      },
    },
    get pendingCount() {
      return pendingCount;
    },
    settle: async (cut) => {
      isSettling = true;
      settleIfDone();
      const onCut = (): void => {
        settled.resolve(undefined);
      };
      cut.addEventListener("abort", onCut);
      if (cut.aborted) {
        onCut();
      }
      await settled.promise;
      cut.removeEventListener("abort", onCut);
      isClosed = true;
      if (pendingCount > 0) {
        log.warn({ pendingCount }, "Push notifications were given up");
      }
      table.clear();
      client.close();
    },
  };
}

/** The config as the task has it, a copy: the caller may change its own. */
function toTarget(
  task: Task,
  config: TaskPushNotificationConfig,
  protocolVersion: PushProtocolVersion,
): PushTarget {
  const id = config.id === "" ? crypto.randomUUID() : config.id;
  return {
    config: structuredClone({ ...config, id, taskId: task.id }),
    contextId: task.contextId,
    protocolVersion,
  };
}
