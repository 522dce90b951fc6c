import {
  AgentCard,
  CancelTaskRequest,
  DeleteTaskPushNotificationConfigRequest,
  GetExtendedAgentCardRequest,
  GetTaskPushNotificationConfigRequest,
  GetTaskRequest,
  ListTaskPushNotificationConfigsRequest,
  ListTaskPushNotificationConfigsResponse,
  ListTasksRequest,
  type ListTasksResponse,
  Message,
  type MessageFns,
  SendMessageRequest,
  StreamResponse,
  SubscribeToTaskRequest,
  Task,
  TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import { RequestMalformedError } from "@a2a-js/sdk/errors";
import type { A2ARequestHandler, ServerCallContext } from "@a2a-js/sdk/server";

type Params = Record<string, unknown>;

/** An operation that is answered once. */
interface UnaryMethod {
  isStreaming: false;
  /** Resolves to the JSON of the result. */
  call: (
    handler: A2ARequestHandler,
    params: Params,
    context: ServerCallContext,
  ) => Promise<unknown>;
}

/** An operation that is answered by a stream. */
interface StreamingMethod {
  isStreaming: true;
  /** Yields the JSON of each event. */
  call: (
    handler: A2ARequestHandler,
    params: Params,
    context: ServerCallContext,
  ) => AsyncGenerator<StreamEvent, void, undefined>;
}

/** An event of a stream, and its JSON. */
export interface StreamEvent {
  type: NonNullable<StreamResponse["payload"]>["$case"];
  json: unknown;
}

export type JsonRpcMethod = UnaryMethod | StreamingMethod;

/** The methods of the JSON-RPC binding (A2A 1.0, section 9.4). */
const METHODS = {
  SendMessage: unary(
    SendMessageRequest,
    (handler, request, context) => handler.sendMessage(request, context),
    (result) =>
      "messageId" in result ? { message: Message.toJSON(result) } : { task: Task.toJSON(result) },
  ),
  SendStreamingMessage: streaming(SendMessageRequest, (handler, request, context) =>
    handler.sendMessageStream(request, context),
  ),
  GetTask: unary(
    GetTaskRequest,
    (handler, request, context) => handler.getTask(request, context),
    (task) => Task.toJSON(task),
  ),
  ListTasks: unary(
    ListTasksRequest,
    async (handler, request, context) => ({
      page: await handler.listTasks(request, context),
      includeArtifacts: request.includeArtifacts === true,
    }),
    ({ page, includeArtifacts }) => toPageJson(page, includeArtifacts),
  ),
  CancelTask: unary(
    CancelTaskRequest,
    (handler, request, context) => handler.cancelTask(request, context),
    (task) => Task.toJSON(task),
  ),
  SubscribeToTask: streaming(SubscribeToTaskRequest, (handler, request, context) =>
    handler.resubscribe(request, context),
  ),
  CreateTaskPushNotificationConfig: unary(
    TaskPushNotificationConfig,
    (handler, request, context) => handler.createTaskPushNotificationConfig(request, context),
    (config) => TaskPushNotificationConfig.toJSON(config),
  ),
  GetTaskPushNotificationConfig: unary(
    GetTaskPushNotificationConfigRequest,
    (handler, request, context) => handler.getTaskPushNotificationConfig(request, context),
    (config) => TaskPushNotificationConfig.toJSON(config),
  ),
  ListTaskPushNotificationConfigs: unary(
    ListTaskPushNotificationConfigsRequest,
    (handler, request, context) => handler.listTaskPushNotificationConfigs(request, context),
    (page) => ListTaskPushNotificationConfigsResponse.toJSON(page),
  ),
  DeleteTaskPushNotificationConfig: unary(
    DeleteTaskPushNotificationConfigRequest,
    (handler, request, context) => handler.deleteTaskPushNotificationConfig(request, context),
    () => null,
  ),
  GetExtendedAgentCard: unary(
    GetExtendedAgentCardRequest,
    (handler, request, context) => handler.getAuthenticatedExtendedAgentCard(request, context),
    (card) => AgentCard.toJSON(card),
  ),
} as const satisfies Record<string, JsonRpcMethod>;

/** Finds a method by its name. */
export function findMethod(name: string): JsonRpcMethod | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name as keyof typeof METHODS] : undefined;
}

/** The names of the methods. */
export const METHOD_NAMES: readonly string[] = Object.keys(METHODS);

function unary<Request, Result>(
  type: MessageFns<Request>,
  operation: (
    handler: A2ARequestHandler,
    request: Request,
    context: ServerCallContext,
  ) => Promise<Result>,
  toJson: (result: Result) => unknown,
): UnaryMethod {
  return {
    isStreaming: false,
    call: async (handler, params, context) =>
      toJson(await operation(handler, parse(type, params), context)),
  };
}

function streaming<Request>(
  type: MessageFns<Request>,
  operation: (
    handler: A2ARequestHandler,
    request: Request,
    context: ServerCallContext,
  ) => AsyncGenerator<StreamResponse, void, undefined>,
): StreamingMethod {
  return {
    isStreaming: true,
    call: async function* (handler, params, context) {
      for await (const event of operation(handler, parse(type, params), context)) {
        if (event.payload !== undefined) {
          yield { type: event.payload.$case, json: StreamResponse.toJSON(event) };
        }
      }
    },
  };
}

function parse<Request>(type: MessageFns<Request>, params: Params): Request {
  try {
    return type.fromJSON(params);
  } catch (error) {
    throw new RequestMalformedError({
      // What the SDK stumbles over tells of its code, not of the request.
      message: "'params' must have the shape that A2A 1.0 says.",
      cause: error,
    });
  }
}

/** Required members stay when they are empty (A2A 1.0, section 3.1.4). */
function toPageJson(page: ListTasksResponse, includeArtifacts: boolean): unknown {
  return {
    tasks: page.tasks.map((task) => {
      const json = Task.toJSON(task) as object;
      return includeArtifacts ? { artifacts: [], ...json } : json;
    }),
    nextPageToken: page.nextPageToken,
    pageSize: page.pageSize,
    totalSize: page.totalSize,
  };
}
