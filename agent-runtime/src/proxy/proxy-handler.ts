import type { StreamResponse, Task } from "@a2a-js/sdk";
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
import { withHistoryLength } from "../tasks/task-record.js";
import type { TaskScope, TaskStore } from "../tasks/task-store.js";
import { toCallerError } from "../upstream/upstream-error.js";
import type { AgentCalls } from "./agent-calls.js";
import { cancelTask } from "./cancel-task.js";
import { listTasks } from "./list-tasks.js";
import { fromTask } from "./seen-task.js";
import {
  sendMessage,
  type SendMessageOptions,
  type SentMessage,
  streamMessage,
} from "./send-message.js";
import { subscribeToTask } from "./subscribe-to-task.js";
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
  getExtendedCard: RequestHandlerOptions["getExtendedCard"];
  expectAuthenticated: RequestHandlerOptions["expectAuthenticated"];
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
  const read = async (
    id: string,
    context: ServerCallContext,
    historyLength?: number,
  ): Promise<Task> => {
    const scope = enter(context);
    const kept = await records.load(id, scope);
    if (kept !== undefined) {
      return withHistoryLength(kept, historyLength);
    }
    expectOwn(id, scope);
    const task = await calls.getTask(id, context, historyLength).catch(rethrow);
    tracker.see(fromTask(task));
    return withHistoryLength(task, historyLength);
  };
  /** A message goes on with a task that the agent knows; some agents begin another one unasked. */
  const expectKnown = async (taskId: string, context: ServerCallContext): Promise<void> => {
    const task = await read(taskId, context, 0);
    expectNotEnded(task);
    if ((await records.load(taskId, toScope(context))) !== undefined) {
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
    const isFollowUp = message.taskId !== "";
    if (isFollowUp) {
      await expectKnown(message.taskId, context);
    }
    const kind = isFollowUp ? "follow-up" : "new";
    const work = await tracker.begin(kind, scope, () => getCallerSignal(context));
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

    getTask: ({ historyLength, id }, context) => read(id, context, historyLength),
    listTasks: async (request, context) =>
      listTasks(request, enter(context), context, options).catch(rethrow),
    cancelTask: async (request, context) => {
      const task = await read(request.id, context);
      return (await records.load(request.id, toScope(context))) === undefined
        ? cancelTask(request, context, options)
        : refuseCancel(task);
    },
    resubscribe: ({ id }, context): AsyncGenerator<StreamResponse, void, undefined> =>
      openLazily(async () => {
        expectStreaming();
        const task = await read(id, context);
        expectNotEnded(task);
        return subscribeToTask(task, context, options);
      }),

    createTaskPushNotificationConfig: async (config, context) => {
      await read(config.taskId, context, 0);
      return calls
        .ask(context, (transport, how) => transport.createTaskPushNotificationConfig(config, how))
        .catch(rethrow);
    },
    getTaskPushNotificationConfig: async (request, context) => {
      await read(request.taskId, context, 0);
      return calls
        .ask(context, (transport, how) => transport.getTaskPushNotificationConfig(request, how))
        .catch(rethrow);
    },
    listTaskPushNotificationConfigs: async (request, context) => {
      await read(request.taskId, context, 0);
      return calls
        .ask(context, (transport, how) => transport.listTaskPushNotificationConfig(request, how))
        .catch(rethrow);
    },
    deleteTaskPushNotificationConfig: async (request, context) => {
      await read(request.taskId, context, 0);
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
