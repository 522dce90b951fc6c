import { AgentCard, type SendMessageRequest, type StreamResponse, type Task } from "@a2a-js/sdk";
import { PushNotificationNotSupportedError, UnsupportedOperationError } from "@a2a-js/sdk/errors";
import {
  type A2ARequestHandler,
  resolveUserScope,
  type ServerCallContext,
} from "@a2a-js/sdk/server";
import type { MountedCard } from "@berth/contract";
import type { AgentCardDocument } from "../agent-card.js";
import { withHistoryLength } from "../tasks/task-record.js";
import type { TaskRegistry } from "../tasks/task-registry.js";
import type { TaskRun } from "../tasks/task-run.js";
import type { TaskScope } from "../tasks/task-store.js";
import {
  checkExtensions,
  checkHistoryLength,
  checkListRequest,
  checkMessage,
  checkTaskId,
} from "./request-checks.js";

export interface RequestHandlerOptions {
  card: MountedCard;
  /** The card as callers get it. */
  document: AgentCardDocument;
  registry: TaskRegistry;
}

/**
 * What the agent does for each operation of A2A 1.0 (section 3.1), whatever the binding.
 *
 * It takes the place of the SDK's DefaultRequestHandler, which runs two executors on one task,
 * keeps records only while a caller reads, and knows neither signals nor drains. Its interface is
 * the SDK's, so every binding of the SDK can stand in front of it.
 */
export function createRequestHandler(options: RequestHandlerOptions): A2ARequestHandler {
  const { card, registry } = options;
  const servedCard = AgentCard.fromJSON(options.document);

  const beginOrResume = async (
    request: SendMessageRequest,
    context: ServerCallContext,
  ): Promise<TaskRun> => {
    const message = checkMessage(request);
    checkExtensions(card, context.requestedExtensions);
    const scope = toScope(context);
    return message.taskId === "" ? registry.begin(message, scope) : registry.resume(message, scope);
  };
  const expectStreaming = (): void => {
    if (!card.capabilities.streaming) {
      throw new UnsupportedOperationError("The agent does not stream: see its card.");
    }
  };
  const refusePush = (): Promise<never> =>
    Promise.reject(new PushNotificationNotSupportedError("The agent sends no push notifications."));

  return {
    getAgentCard: () => Promise.resolve(servedCard),
    getAuthenticatedExtendedAgentCard: () =>
      Promise.reject(new UnsupportedOperationError("The agent has no extended card.")),

    sendMessage: async (request, context) => {
      const run = await beginOrResume(request, context);
      const task = request.configuration?.returnImmediately === true ? run.task : await run.idle;
      return withHistoryLength(task, request.configuration?.historyLength);
    },
    sendMessageStream: async function* (request, context) {
      expectStreaming();
      const run = await beginOrResume(request, context);
      yield* withHistory(run.subscribe(), request.configuration?.historyLength);
    },

    getTask: async (request, context) => {
      checkHistoryLength(request.historyLength);
      const task = await registry.get(checkTaskId(request.id), toScope(context));
      return withHistoryLength(task, request.historyLength);
    },
    listTasks: async (request, context) => {
      checkListRequest(request);
      const page = await registry.list(request, toScope(context));
      const tasks = page.tasks.map((task) => withHistoryLength(task, request.historyLength));
      return { ...page, tasks };
    },
    cancelTask: (request, context) => registry.cancel(checkTaskId(request.id), toScope(context)),
    resubscribe: async function* (request, context) {
      expectStreaming();
      yield* await registry.subscribe(checkTaskId(request.id), toScope(context));
    },

    createTaskPushNotificationConfig: refusePush,
    getTaskPushNotificationConfig: refusePush,
    listTaskPushNotificationConfigs: refusePush,
    deleteTaskPushNotificationConfig: refusePush,
  };
}

/** Tasks belong to a tenant and a user. */
function toScope(context: ServerCallContext): TaskScope {
  return JSON.stringify([context.tenant ?? "", resolveUserScope(context)]);
}

async function* withHistory(
  events: AsyncIterable<StreamResponse>,
  historyLength: number | undefined,
): AsyncGenerator<StreamResponse, void, undefined> {
  for await (const { payload } of events) {
    if (payload?.$case === "task") {
      const value: Task = withHistoryLength(payload.value, historyLength);
      yield { payload: { $case: "task", value } };
    } else {
      yield { payload };
    }
  }
}
