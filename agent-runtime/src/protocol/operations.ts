import {
  ListTaskPushNotificationConfigsResponse,
  type ListTasksRequest,
  type ListTasksResponse,
  Message,
  StreamResponse,
  Task,
  TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import type { A2ARequestHandler, ServerCallContext } from "@a2a-js/sdk/server";
import { toCardJson } from "./card-json.js";
import { type EventSource, mapEvents } from "./event-source.js";
import {
  readCancelTask,
  readCreatePushConfig,
  readDeletePushConfig,
  readGetExtendedCard,
  readGetPushConfig,
  readGetTask,
  readListPushConfigs,
  readListTasks,
  readSendMessage,
  readSubscribeToTask,
} from "./request-readers.js";

/** A call of an operation, as a binding makes it. */
export interface OperationCall {
  handler: A2ARequestHandler;
  /** As they came: nothing has been checked. */
  params: unknown;
  context: ServerCallContext;
}

/** An operation that is answered once. */
export interface UnaryOperation {
  isStreaming: false;
  /**
   * Resolves to the JSON of the result, or rejects with what the handler throws.
   *
   * @throws RefusedError at once when the parameters are wrong.
   */
  call: (call: OperationCall) => Promise<unknown>;
}

/** An operation that is answered by a stream. */
export interface StreamingOperation {
  isStreaming: true;
  /**
   * Opens the stream.
   *
   * @throws RefusedError when the parameters are wrong. What the handler throws comes by the stream.
   */
  call: (call: OperationCall) => EventSource<WrittenEvent>;
}

export type Operation = UnaryOperation | StreamingOperation;

/** An event of a stream. */
export interface WrittenEvent {
  type: NonNullable<StreamResponse["payload"]>["$case"];
  /** Its JSON. */
  text: string;
}

/** The operations of A2A 1.0 (sections 3.1 and 5.3). */
const OPERATIONS = {
  SendMessage: unary(
    readSendMessage,
    (handler, request, context) => handler.sendMessage(request, context),
    (result) =>
      "messageId" in result ? { message: Message.toJSON(result) } : { task: Task.toJSON(result) },
  ),
  SendStreamingMessage: streaming(readSendMessage, (handler, request, context) =>
    handler.sendMessageStream(request, context),
  ),
  GetTask: unary(
    readGetTask,
    (handler, request, context) => handler.getTask(request, context),
    (task) => Task.toJSON(task),
  ),
  ListTasks: unary(
    readListTasks,
    (handler, request, context) => handler.listTasks(request, context),
    toPageJson,
  ),
  CancelTask: unary(
    readCancelTask,
    (handler, request, context) => handler.cancelTask(request, context),
    (task) => Task.toJSON(task),
  ),
  SubscribeToTask: streaming(readSubscribeToTask, (handler, request, context) =>
    handler.resubscribe(request, context),
  ),
  CreateTaskPushNotificationConfig: unary(
    readCreatePushConfig,
    (handler, request, context) => handler.createTaskPushNotificationConfig(request, context),
    (config) => TaskPushNotificationConfig.toJSON(config),
  ),
  GetTaskPushNotificationConfig: unary(
    readGetPushConfig,
    (handler, request, context) => handler.getTaskPushNotificationConfig(request, context),
    (config) => TaskPushNotificationConfig.toJSON(config),
  ),
  ListTaskPushNotificationConfigs: unary(
    readListPushConfigs,
    (handler, request, context) => handler.listTaskPushNotificationConfigs(request, context),
    (page) => ({
      configs: [],
      ...(ListTaskPushNotificationConfigsResponse.toJSON(page) as object),
    }),
  ),
  DeleteTaskPushNotificationConfig: unary(
    readDeletePushConfig,
    (handler, request, context) => handler.deleteTaskPushNotificationConfig(request, context),
    () => null,
  ),
  GetExtendedAgentCard: unary(
    readGetExtendedCard,
    (handler, request, context) => handler.getAuthenticatedExtendedAgentCard(request, context),
    toCardJson,
  ),
} as const satisfies Record<string, Operation>;

/** The name of an operation, in JSON-RPC and gRPC. */
export type OperationName = keyof typeof OPERATIONS;

/** The names of the operations. */
export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly OperationName[];

/** Tells whether a text is the name of an operation. */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/** Finds an operation by its name. */
export function getOperation(name: OperationName): Operation {
  return OPERATIONS[name];
}

function unary<Request, Result>(
  read: (params: unknown) => Request,
  operate: (
    handler: A2ARequestHandler,
    request: Request,
    context: ServerCallContext,
  ) => Promise<Result>,
  toJson: (result: Result, request: Request) => unknown,
): UnaryOperation {
  return {
    isStreaming: false,
    // A function that waits would be kept until the result is there.
    call: ({ handler, params, context }) => {
      const request = read(params);
      return operate(handler, request, context).then((result) => toJson(result, request));
    },
  };
}

function streaming<Request>(
  read: (params: unknown) => Request,
  operate: (
    handler: A2ARequestHandler,
    request: Request,
    context: ServerCallContext,
  ) => EventSource<StreamResponse>,
): StreamingOperation {
  return {
    isStreaming: true,
    call: ({ handler, params, context }) =>
      mapEvents(operate(handler, read(params), context), writeEvent),
  };
}

function writeEvent(event: StreamResponse): WrittenEvent | undefined {
  return event.payload === undefined
    ? undefined
    : { type: event.payload.$case, text: JSON.stringify(StreamResponse.toJSON(event)) };
}

/** Required members stay when they are empty (A2A 1.0, section 3.1.4). */
function toPageJson(page: ListTasksResponse, { includeArtifacts }: ListTasksRequest): unknown {
  return {
    tasks: page.tasks.map((task) => {
      const json = Task.toJSON(task) as object;
      return includeArtifacts === true ? { artifacts: [], ...json } : json;
    }),
    nextPageToken: page.nextPageToken,
    pageSize: page.pageSize,
    totalSize: page.totalSize,
  };
}
