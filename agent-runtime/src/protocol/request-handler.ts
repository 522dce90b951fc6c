import type {
  AgentCard,
  Message,
  SendMessageRequest,
  StreamResponse,
  Task,
  TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import {
  ExtendedAgentCardNotConfiguredError,
  PushNotificationNotSupportedError,
  RequestMalformedError,
  UnsupportedOperationError,
} from "@a2a-js/sdk/errors";
import type { A2ARequestHandler, ServerCallContext, User } from "@a2a-js/sdk/server";
import type { MountedCard } from "@berth/contract";
import type { AgentCardDocument } from "../card/card-document.js";
import { LEGACY_PROTOCOL_VERSION, PROTOCOL_VERSION } from "../card/card-document.js";
import type { PushNotifications, PushProtocolVersion } from "../push/push-notifications.js";
import { checkInputModes, toInputModes } from "../tasks/input-modes.js";
import { withHistoryLength } from "../tasks/task-record.js";
import type { TaskRegistry } from "../tasks/task-registry.js";
import type { SentTask } from "../tasks/sent-task.js";
import type { TaskScope } from "../tasks/task-store.js";
import { fromCardDocument } from "./card-json.js";
import { type EventSource, mapEvents, openLazily } from "./event-source.js";
import { activateExtensions } from "./extensions.js";
import { toScope } from "./task-scope.js";
import { getTimeoutMs } from "./timeout-header.js";

export interface RequestHandlerOptions {
  /** Read at every request: it may change. */
  readonly card: MountedCard;
  /** The card as callers get it. Read at every request, too. */
  readonly document: AgentCardDocument;
  registry: TaskRegistry;
  /** Sends notifications. Without it the card cannot promise any. */
  push?: PushNotifications;
  /** The card for those who have shown who they are, in the form for the version of the call. */
  getExtendedCard?: (
    context: ServerCallContext,
  ) => object | undefined | Promise<object | undefined>;
  /**
   * Refuses callers who have not shown who they are. They are not asked when it is missing.
   *
   * @throws RefusedError.
   */
  expectAuthenticated?: (user: User | undefined) => void;
}

/**
 * What the agent does for each operation of A2A 1.0 (section 3.1), whatever the binding.
 *
 * It takes the place of the SDK's DefaultRequestHandler, which runs two executors on one task,
 * keeps records only while a caller reads, and knows neither signals nor drains. Its interface is
 * the SDK's, so every binding of the SDK can stand in front of it. The binding has checked the
 * shape of what it hands over.
 */
export function createRequestHandler(options: RequestHandlerOptions): A2ARequestHandler {
  const { registry } = options;
  let served: { document: AgentCardDocument; card: AgentCard } | undefined;
  let taken: { card: MountedCard; modes: string[] } | undefined;

  const enter = (context: ServerCallContext): TaskScope => {
    activateExtensions(options.card, context);
    return toScope(context);
  };
  const expectInputModes = (message: Message): void => {
    const { card } = options;
    if (taken?.card !== card) {
      taken = { card, modes: toInputModes(card) };
    }
    checkInputModes(taken.modes, message);
  };
  const send = async (
    request: SendMessageRequest,
    context: ServerCallContext,
  ): Promise<SentTask> => {
    const { configuration, message } = request;
    if (message === undefined) {
      throw new RequestMalformedError("'message' must be given.");
    }
    const scope = enter(context);
    expectInputModes(message);
    const { acceptedOutputModes = [], taskPushNotificationConfig: config } = configuration ?? {};
    const settings = { acceptedOutputModes, timeoutMs: getTimeoutMs(context) };
    if (config === undefined) {
      return registry.send(message, scope, settings);
    }
    const push = expectPush();
    await push.check(config, message.taskId === "" ? undefined : { scope, taskId: message.taskId });
    return registry.send(message, scope, {
      ...settings,
      onBegun: (task) => {
        push.add(scope, task, toOwnConfig(config, task), toPushVersion(context));
      },
    });
  };
  const expectStreaming = (): void => {
    if (!options.card.capabilities.streaming) {
      throw new UnsupportedOperationError("The agent does not stream: see its card.");
    }
  };
  const expectPush = (): PushNotifications => {
    const { card, push } = options;
    if (push === undefined || !card.capabilities.pushNotifications) {
      throw new PushNotificationNotSupportedError(
        "The agent sends no push notifications: see its card.",
      );
    }
    return push;
  };
  /** Finds the task that a config is about: only its owner learns that there is one. */
  const enterPush = async (
    taskId: string,
    context: ServerCallContext,
  ): Promise<{ push: PushNotifications; scope: TaskScope; task: Task }> => {
    const push = expectPush();
    const scope = enter(context);
    return { push, scope, task: await registry.get(taskId, scope) };
  };

  return {
    getAgentCard: () => {
      const { document } = options;
      if (served?.document !== document) {
        served = { document, card: fromCardDocument(document) };
      }
      return Promise.resolve(served.card);
    },
    getAuthenticatedExtendedAgentCard: (_, context) => {
      enter(context);
      return findExtendedCard(options, context);
    },

    sendMessage: async (request, context) => {
      const run = await send(request, context);
      const task = request.configuration?.returnImmediately === true ? run.task : await run.idle;
      return withHistoryLength(task, request.configuration?.historyLength);
    },
    sendMessageStream: (request, context) =>
      openLazily(async () => {
        expectStreaming();
        const sent = await send(request, context);
        return withHistory(sent.subscribe(), request.configuration?.historyLength);
      }),

    getTask: async ({ historyLength, id }, context) =>
      withHistoryLength(await registry.get(id, enter(context)), historyLength),
    listTasks: async (request, context) => {
      const page = await registry.list(request, enter(context));
      const tasks = page.tasks.map((task) => withHistoryLength(task, request.historyLength));
      return { ...page, tasks };
    },
    cancelTask: async ({ id }, context) => registry.cancel(id, enter(context)),
    resubscribe: ({ id }, context) =>
      openLazily(async () => {
        expectStreaming();
        return registry.subscribe(id, enter(context));
      }),

    createTaskPushNotificationConfig: async (config, context) => {
      const { push, scope, task } = await enterPush(config.taskId, context);
      return push.create(scope, task, toOwnConfig(config, task), toPushVersion(context));
    },
    getTaskPushNotificationConfig: async ({ id, taskId }, context) => {
      const { push, scope } = await enterPush(taskId, context);
      return push.get(scope, taskId, id);
    },
    listTaskPushNotificationConfigs: async ({ taskId }, context) => {
      const { push, scope } = await enterPush(taskId, context);
      return { configs: push.list(scope, taskId), nextPageToken: "" };
    },
    deleteTaskPushNotificationConfig: async ({ id, taskId }, context) => {
      const { push, scope } = await enterPush(taskId, context);
      push.delete(scope, taskId, id);
    },
  };
}

/**
 * Finds the card for those who have shown who they are.
 *
 * @throws UnsupportedOperationError, ExtendedAgentCardNotConfiguredError when there is none, RefusedError
 *   when the caller has not.
 */
export async function findExtendedCard(
  {
    card,
    expectAuthenticated,
    getExtendedCard,
  }: Pick<RequestHandlerOptions, "card" | "expectAuthenticated" | "getExtendedCard">,
  context: ServerCallContext,
): Promise<AgentCard> {
  if (!card.capabilities.extendedAgentCard) {
    throw new UnsupportedOperationError("The agent has no extended card: see its card.");
  }
  expectAuthenticated?.(context.user);
  const document = await getExtendedCard?.(context);
  if (document === undefined) {
    throw new ExtendedAgentCardNotConfiguredError("The agent has no extended card.");
  }
  return fromCardDocument(document);
}

/** A config is about the task that it is kept for, whatever it says itself. */
function toOwnConfig(config: TaskPushNotificationConfig, task: Task): TaskPushNotificationConfig {
  return { ...config, taskId: task.id };
}

function toPushVersion({ requestedVersion }: ServerCallContext): PushProtocolVersion {
  return requestedVersion === LEGACY_PROTOCOL_VERSION ? LEGACY_PROTOCOL_VERSION : PROTOCOL_VERSION;
}

/** The events, of whose task no more of the history is told than is wanted. */
function withHistory(
  events: EventSource<StreamResponse>,
  historyLength: number | undefined,
): EventSource<StreamResponse> {
  if (historyLength === undefined) {
    return events;
  }
  return mapEvents(events, (event) =>
    event.payload?.$case === "task"
      ? {
          payload: { $case: "task", value: withHistoryLength(event.payload.value, historyLength) },
        }
      : event,
  );
}
