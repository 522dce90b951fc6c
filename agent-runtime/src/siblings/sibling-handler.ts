import {
  CancelTaskRequest,
  DeleteTaskPushNotificationConfigRequest,
  GetTaskPushNotificationConfigRequest,
  ListTaskPushNotificationConfigsRequest,
  ListTaskPushNotificationConfigsResponse,
  type Message,
  type MessageFns,
  SendMessageRequest,
  SendMessageResponse,
  StreamResponse,
  SubscribeToTaskRequest,
  Task,
  TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import { TaskNotFoundError } from "@a2a-js/sdk/errors";
import type { A2ARequestHandler, ServerCallContext } from "@a2a-js/sdk/server";
import { RefusedError } from "../errors.js";
import { createForwarder, type ForwardedCall, type ForwarderOptions } from "./forwarder.js";
import { isForwarded, toCallerContext } from "./forwarding.js";
import type { HandOver } from "./hand-over.js";
import { mergePages } from "./merge-pages.js";
import { SiblingError } from "./sibling-error.js";
import { decode, isTaskNotFound } from "./sibling-result.js";

export interface SiblingHandlerOptions extends ForwarderOptions {
  /** What has become of tasks that another replica was given. */
  handOver?: Pick<HandOver, "hasGiven" | "settle">;
}

/** An operation on a task, as a sibling is asked for it. */
interface Operation<Request> extends Pick<ForwardedCall, "kind" | "method"> {
  type: MessageFns<Request>;
  getTaskId: (request: Request) => string;
}

const FOLLOW_UP = {
  kind: "long",
  type: SendMessageRequest,
  getTaskId: ({ message }: SendMessageRequest) => message?.taskId ?? "",
} as const;

const SEND = { ...FOLLOW_UP, method: "SendMessage" } as const;
const SEND_STREAMING = { ...FOLLOW_UP, method: "SendStreamingMessage" } as const;

const CANCEL: Operation<CancelTaskRequest> = {
  method: "CancelTask",
  kind: "quick",
  type: CancelTaskRequest,
  getTaskId: ({ id }) => id,
};

const SUBSCRIBE: Operation<SubscribeToTaskRequest> = {
  method: "SubscribeToTask",
  kind: "long",
  type: SubscribeToTaskRequest,
  getTaskId: ({ id }) => id,
};

const CREATE_CONFIG: Operation<TaskPushNotificationConfig> = {
  method: "CreateTaskPushNotificationConfig",
  kind: "once",
  type: TaskPushNotificationConfig,
  getTaskId: ({ taskId }) => taskId,
};

const GET_CONFIG: Operation<GetTaskPushNotificationConfigRequest> = {
  method: "GetTaskPushNotificationConfig",
  kind: "quick",
  type: GetTaskPushNotificationConfigRequest,
  getTaskId: ({ taskId }) => taskId,
};

const LIST_CONFIGS: Operation<ListTaskPushNotificationConfigsRequest> = {
  method: "ListTaskPushNotificationConfigs",
  kind: "quick",
  type: ListTaskPushNotificationConfigsRequest,
  getTaskId: ({ taskId }) => taskId,
};

const DELETE_CONFIG: Operation<DeleteTaskPushNotificationConfigRequest> = {
  method: "DeleteTaskPushNotificationConfig",
  kind: "quick",
  type: DeleteTaskPushNotificationConfigRequest,
  getTaskId: ({ taskId }) => taskId,
};

/**
 * Makes a handler that answers for every replica of the agent: what `local` does not know is asked
 * of the others, and goes to the one that has the task. Its callers notice nothing.
 *
 * A request that comes from a sibling is answered from what is known here. A message without a
 * `taskId` is a new task, and never goes anywhere else.
 */
export function createSiblingHandler(
  local: A2ARequestHandler,
  options: SiblingHandlerOptions,
): A2ARequestHandler {
  const { handOver } = options;
  const forwarder = createForwarder(options);

  /** A change to a task that another replica was given is made there. */
  const expectKept = async (taskId: string): Promise<void> => {
    await handOver?.settle();
    if (handOver?.hasGiven(taskId) === true) {
      throw new TaskNotFoundError(`Task ${taskId} is not known here.`);
    }
  };

  /** Does an operation here, and where the task is not known, at the sibling that has it. */
  const answer = async <Request extends { tenant: string }, Result>(
    operation: Operation<Request>,
    request: Request,
    context: ServerCallContext,
    answerHere: () => Promise<Result>,
    read: (json: unknown) => Result,
  ): Promise<Result> => {
    try {
      return await answerHere();
    } catch (error) {
      expectElsewhere(error, context);
      return read(await forwarder.call(toCall(operation, request, context), context, error));
    }
  };

  const answerChange: typeof answer = (operation, request, context, answerHere, read) => {
    const change = async (): ReturnType<typeof answerHere> => {
      await expectKept(operation.getTaskId(request));
      return answerHere();
    };
    return answer(operation, request, context, change, read);
  };

  /** As `answer`: it is the first event that tells whether the task is known here. */
  async function* stream<Request extends { tenant: string }>(
    operation: Operation<Request>,
    request: Request,
    context: ServerCallContext,
    events: AsyncGenerator<StreamResponse, void, undefined>,
  ): AsyncGenerator<StreamResponse, void, undefined> {
    let first: IteratorResult<StreamResponse, void>;
    try {
      first = await events.next();
    } catch (error) {
      expectElsewhere(error, context);
      const call = toCall(operation, request, context);
      for await (const json of forwarder.stream(call, context, error)) {
        yield decode(StreamResponse, json);
      }
      return;
    }
    if (first.done !== true) {
      try {
        yield first.value;
        yield* events;
      } finally {
        await events.return();
      }
    }
  }

  async function* followUp(
    request: SendMessageRequest,
    context: ServerCallContext,
  ): AsyncGenerator<StreamResponse, void, undefined> {
    await expectKept(FOLLOW_UP.getTaskId(request));
    yield* local.sendMessageStream(request, toCallerContext(context));
  }

  return {
    getAgentCard: () => local.getAgentCard(),
    getAuthenticatedExtendedAgentCard: (request, context) =>
      local.getAuthenticatedExtendedAgentCard(request, context),

    sendMessage: (request, context) =>
      isFollowUp(request)
        ? answerChange(
            SEND,
            request,
            context,
            () => local.sendMessage(request, toCallerContext(context)),
            readSendResult,
          )
        : local.sendMessage(request, context),
    sendMessageStream: (request, context) =>
      isFollowUp(request)
        ? stream(SEND_STREAMING, request, context, followUp(request, context))
        : local.sendMessageStream(request, context),

    getTask: async (request, context) => {
      try {
        return await local.getTask(request, context);
      } catch (error) {
        expectElsewhere(error, context);
        const task = await forwarder.readTask(withTenant(request, context), context);
        if (task === undefined) {
          throw error;
        }
        return task;
      }
    },
    listTasks: async (request, context) => {
      const page = await local.listTasks(request, context);
      if (isForwarded(context)) {
        return page;
      }
      const others = await forwarder.listTasks(withTenant(request, context), context);
      return mergePages(request, [page, ...others]);
    },
    cancelTask: (request, context) =>
      answerChange(
        CANCEL,
        request,
        context,
        () => local.cancelTask(request, context),
        (json) => decode(Task, json),
      ),
    resubscribe: (request, context) =>
      stream(SUBSCRIBE, request, context, local.resubscribe(request, context)),

    createTaskPushNotificationConfig: (request, context) =>
      answerChange(
        CREATE_CONFIG,
        request,
        context,
        () => local.createTaskPushNotificationConfig(request, toCallerContext(context)),
        (json) => decode(TaskPushNotificationConfig, json),
      ),
    getTaskPushNotificationConfig: (request, context) =>
      answer(
        GET_CONFIG,
        request,
        context,
        () => local.getTaskPushNotificationConfig(request, context),
        (json) => decode(TaskPushNotificationConfig, json),
      ),
    listTaskPushNotificationConfigs: (request, context) =>
      answer(
        LIST_CONFIGS,
        request,
        context,
        () => local.listTaskPushNotificationConfigs(request, context),
        (json) => decode(ListTaskPushNotificationConfigsResponse, json),
      ),
    deleteTaskPushNotificationConfig: (request, context) =>
      answerChange(
        DELETE_CONFIG,
        request,
        context,
        () => local.deleteTaskPushNotificationConfig(request, context),
        () => undefined,
      ),
  };
}

function isFollowUp(request: SendMessageRequest): boolean {
  return FOLLOW_UP.getTaskId(request) !== "";
}

/** Throws what was thrown here, unless a sibling is to be asked. */
function expectElsewhere(error: unknown, context: ServerCallContext): void {
  if (!(isTaskNotFound(error) || isUnreachable(error)) || isForwarded(context)) {
    throw error;
  }
}

/** The agent of this replica takes no connections: nothing was begun, and another one may have the task. */
function isUnreachable(error: unknown): boolean {
  return error instanceof RefusedError && error.reason === "AGENT_UNREACHABLE";
}

function toCall<Request extends { tenant: string }>(
  { getTaskId, kind, method, type }: Operation<Request>,
  request: Request,
  context: ServerCallContext,
): ForwardedCall {
  const params = type.toJSON(withTenant(request, context));
  return { method, kind, taskId: getTaskId(request), params };
}

/** A binding may have the tenant from the path. */
function withTenant<Request extends { tenant: string }>(
  request: Request,
  { tenant = request.tenant }: ServerCallContext,
): Request {
  return { ...request, tenant };
}

function readSendResult(json: unknown): Message | Task {
  const { payload } = decode(SendMessageResponse, json);
  if (payload === undefined) {
    throw new SiblingError("foreign", "The result must have a task or a message.");
  }
  return payload.value;
}
