import type { StreamResponse, Task, TaskPushNotificationConfig } from "@a2a-js/sdk";
import {
  RequestMalformedError,
  TaskNotCancelableError,
  TaskNotFoundError,
  UnsupportedOperationError,
} from "@a2a-js/sdk/errors";
import type { A2ARequestHandler, ServerCallContext } from "@a2a-js/sdk/server";
import type { MountedCard } from "@berth/contract";
import type { AgentCardDocument } from "../card/card-document.js";
import { getCallerSignal } from "../protocol/call-context.js";
import { fromCardDocument } from "../protocol/card-json.js";
import { openLazily } from "../protocol/event-source.js";
import { activateExtensions } from "../protocol/extensions.js";
import { findExtendedCard, type RequestHandlerOptions } from "../protocol/request-handler.js";
import { toScope } from "../protocol/task-scope.js";
import { expectNotEnded } from "../tasks/task-checks.js";
import { getState, withHistoryLength } from "../tasks/task-record.js";
import { isIdle } from "../tasks/task-state.js";
import type { TaskScope, TaskStore } from "../tasks/task-store.js";
import { toCallerError } from "../upstream/upstream-error.js";
import type { AgentCalls } from "./agent-calls.js";
import { cancelTask } from "./cancel-task.js";
import { listTasks } from "./list-tasks.js";
import { isLost } from "./lost-task.js";
import { fromTask } from "./seen-task.js";
import { sendMessage, type SendMessageOptions, type SentMessage } from "./send-message.js";
import { streamMessage } from "./stream-message.js";
import { subscribeToTask, type Subscription } from "./subscribe-to-task.js";
import type { TaskTracker } from "./task-tracker.js";

export interface ProxyHandlerOptions extends SendMessageOptions {
  /** Read at every request: it may change. */
  readonly card: MountedCard;
  readonly document: AgentCardDocument;
  calls: AgentCalls;
  tracker: TaskTracker;
  /** The tasks that the agent does not know: those of replicas that have gone, and those it has lost. */
  records: TaskStore;
  /** Callers show who they are: a task is shown to those alone who are known to have begun it. */
  isScoped: boolean;
  /** Checks a config before the agent has it: the agent sends from where the proxy is. */
  checkWebhook: (config: TaskPushNotificationConfig) => Promise<void>;
  getExtendedCard: RequestHandlerOptions["getExtendedCard"];
  expectAuthenticated: RequestHandlerOptions["expectAuthenticated"];
}

/** How a task is read. */
interface HowRead {
  historyLength?: number | undefined;
  signal?: AbortSignal | undefined;
}

interface FoundTask {
  task: Task;
  /** The agent does not know it: it is among the records. */
  isKept: boolean;
}

/**
 * What the agent behind the proxy does for each operation of A2A 1.0 (section 3.1), whatever the binding
 * and the version of the caller, and whatever the agent's own.
 */
export function createProxyHandler(options: ProxyHandlerOptions): A2ARequestHandler {
  const { calls, records, tracker } = options;

  const enter = (context: ServerCallContext): TaskScope => {
    activateExtensions(options.card, context);
    return toScope(context);
  };
  const expectOwn = (taskId: string, scope: TaskScope): void => {
    const owner = tracker.findScope(taskId);
    if (owner === undefined ? options.isScoped : owner !== scope) {
      throw toNotFound(taskId);
    }
  };
  const ask = async (id: string, context: ServerCallContext, how: HowRead): Promise<Task> => {
    expectOwn(id, enter(context));
    const task = await calls.getTask(id, context, how.historyLength, how.signal);
    tracker.see(fromTask(task));
    return task;
  };
  /** A task that the agent has lost is kept, unless the agent has it back and has ended it. */
  const find = async (
    id: string,
    context: ServerCallContext,
    how: HowRead = {},
  ): Promise<FoundTask> => {
    const kept = await records.load(id, enter(context));
    if (kept === undefined) {
      return { task: await ask(id, context, how), isKept: false };
    }
    if (isLost(kept)) {
      const task = await ask(id, context, how).catch(() => undefined);
      if (task !== undefined && isIdle(getState(task))) {
        return { task, isKept: false };
      }
    }
    return { task: kept, isKept: true };
  };
  const read = async (id: string, context: ServerCallContext, how: HowRead = {}): Promise<Task> => {
    const { task } = await find(id, context, how).catch(rethrow);
    return withHistoryLength(task, how.historyLength);
  };
  /** A message goes on with a task that the agent knows; some agents begin another one unasked. */
  const expectKnown = async (taskId: string, context: ServerCallContext): Promise<void> => {
    const { isKept, task } = await find(taskId, context, { historyLength: 0 }).catch(rethrow);
    expectNotEnded(task);
    if (isKept) {
      throw new UnsupportedOperationError(
        `Task ${taskId} cannot go on: the replica whose agent asked has gone. Send the message without 'taskId' for a new task.`,
      );
    }
  };
  const begin = async (
    request: SentMessage["request"],
    context: ServerCallContext,
  ): Promise<SentMessage> => {
    const { message } = request;
    if (message === undefined) {
      throw new RequestMalformedError("'message' must be given.");
    }
    const scope = enter(context);
    const webhook = request.configuration?.taskPushNotificationConfig;
    if (webhook !== undefined) {
      await options.checkWebhook(webhook);
    }
    const taskId = message.taskId === "" ? undefined : message.taskId;
    if (taskId !== undefined) {
      await expectKnown(taskId, context);
    }
    const work = await tracker.begin({
      taskId,
      owner: { scope, tenant: context.tenant ?? "" },
      getCallerSignal: () => getCallerSignal(context),
    });
    return { request, work, scope, asking: context };
  };
  const expectStreaming = (): void => {
    if (!options.card.capabilities.streaming) {
      throw new UnsupportedOperationError("The agent does not stream: see its card.");
    }
  };

  return {
    getAgentCard: () => Promise.resolve(fromCardDocument(options.document)),
    getAuthenticatedExtendedAgentCard: (_, context) => {
      enter(context);
      return findExtendedCard(options, context);
    },

    sendMessage: async (request, context) => {
      const answer = await sendMessage(await begin(request, context), options);
      return "messageId" in answer
        ? answer
        : withHistoryLength(answer, request.configuration?.historyLength);
    },
    sendMessageStream: (request, context) =>
      openLazily(async () => {
        expectStreaming();
        return streamMessage(await begin(request, context), options);
      }),

    getTask: ({ historyLength, id }, context) => read(id, context, { historyLength }),
    listTasks: async (request, context) =>
      listTasks(request, enter(context), context, options).catch(rethrow),
    cancelTask: async (request, context) => {
      const { isKept, task } = await find(request.id, context).catch(rethrow);
      return isKept ? refuseCancel(task) : cancelTask(request, context, options);
    },
    resubscribe: ({ id }, context): AsyncGenerator<StreamResponse, void, undefined> =>
      openLazily(async () => {
        expectStreaming();
        const task = await read(id, context);
        expectNotEnded(task);
        const subscription: Subscription = {
          task,
          context,
          getTask: async (signal) => (await find(id, context, { historyLength: 0, signal })).task,
          callerSignal: getCallerSignal(context),
        };
        return subscribeToTask(subscription, options);
      }),

    createTaskPushNotificationConfig: async (config, context) => {
      await read(config.taskId, context, { historyLength: 0 });
      await options.checkWebhook(config);
      return calls
        .ask(context, (transport, how) => transport.createTaskPushNotificationConfig(config, how))
        .catch(rethrow);
    },
    getTaskPushNotificationConfig: async (request, context) => {
      await read(request.taskId, context, { historyLength: 0 });
      return calls
        .ask(context, (transport, how) => transport.getTaskPushNotificationConfig(request, how))
        .catch(rethrow);
    },
    listTaskPushNotificationConfigs: async (request, context) => {
      await read(request.taskId, context, { historyLength: 0 });
      return calls
        .ask(context, (transport, how) => transport.listTaskPushNotificationConfig(request, how))
        .catch(rethrow);
    },
    deleteTaskPushNotificationConfig: async (request, context) => {
      await read(request.taskId, context, { historyLength: 0 });
      await calls
        .ask(context, (transport, how) => transport.deleteTaskPushNotificationConfig(request, how))
        .catch(rethrow);
    },
  };
}

function rethrow(error: unknown): never {
  throw toCallerError(error);
}

function toNotFound(taskId: string): TaskNotFoundError {
  return new TaskNotFoundError(`Task ${taskId} is not known here.`);
}

function refuseCancel({ id }: Task): never {
  throw new TaskNotCancelableError(`Task ${id} is not worked on any more.`);
}
