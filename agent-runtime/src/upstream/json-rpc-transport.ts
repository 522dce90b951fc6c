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
  ListTasksResponse,
  type Message,
  type MessageFns,
  SendMessageRequest,
  SendMessageResponse,
  StreamResponse,
  SubscribeToTaskRequest,
  Task,
  TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import type { RequestOptions, Transport } from "@a2a-js/sdk/client";
import { fromJsonRpcErrorResponse, InvalidAgentResponseError } from "@a2a-js/sdk/errors";
import { PROTOCOL_VERSION } from "../card/card-document.js";
import { type EventSource, mapEvents, openLazily } from "../protocol/event-source.js";
import type { OperationName } from "../protocol/operations.js";
import { EventReader } from "./event-reader.js";
import type {
  UpstreamAnswer,
  UpstreamConnection,
  UpstreamRequest,
  UpstreamStream,
} from "./upstream-connection.js";
import { EVENT_STREAM, isEventStream } from "./upstream-exchange.js";

/** What an error is in an answer of JSON-RPC. */
interface RpcError {
  code: number;
  message: string;
}

/**
 * Makes what calls an agent by JSON-RPC of A2A 1.0 (section 9): most agents are called by it.
 *
 * It does what the SDK's own does, which is made on `fetch`: the objects that each call and each stream
 * has there cost three times as much as the call itself.
 */
export function createJsonRpcTransport(connection: UpstreamConnection, path: string): Transport {
  const toRequest = (
    method: OperationName,
    params: unknown,
    accept: string,
    options: RequestOptions | undefined,
  ): UpstreamRequest => ({
    method: "POST",
    path,
    headers: {
      ...options?.serviceParameters,
      "content-type": "application/json",
      accept,
    },
    body: `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${JSON.stringify(params)}}`,
    signal: options?.signal,
  });
  // Each function that waits is kept until the answer is there, with all that it knows.
  const call = <Request, Result>(
    method: OperationName,
    request: MessageFns<Request>,
    result: Pick<MessageFns<Result>, "fromJSON">,
    params: Request,
    options: RequestOptions | undefined,
  ): Promise<Result> =>
    connection
      .request(toRequest(method, request.toJSON(params), "application/json", options))
      .then((answer) => decode(result, readAnswer(answer)));
  const open = async (
    method: OperationName,
    sent: UpstreamRequest,
  ): Promise<EventSource<StreamResponse>> => {
    const answer = await connection.stream(sent);
    if (isEventStream(answer)) {
      return mapEvents(new EventReader(answer.chunks), readEvent);
    }
    readAnswer({ ...answer, text: await readText(answer) });
    throw new InvalidAgentResponseError(`The agent does not answer ${method} by a stream.`);
  };
  const stream = <Request>(
    method: OperationName,
    request: MessageFns<Request>,
    params: Request,
    options: RequestOptions | undefined,
  ): AsyncGenerator<StreamResponse, void, undefined> =>
    openLazily(() =>
      open(method, toRequest(method, request.toJSON(params), EVENT_STREAM, options)),
    );

  return {
    protocolName: "JSONRPC",
    protocolVersion: PROTOCOL_VERSION,
    sendMessage: (params, options) =>
      call("SendMessage", SendMessageRequest, SENT_MESSAGE, params, options),
    sendMessageStream: (params, options) =>
      stream("SendStreamingMessage", SendMessageRequest, params, options),
    getTask: (params, options) => call("GetTask", GetTaskRequest, Task, params, options),
    listTasks: (params, options) =>
      call("ListTasks", ListTasksRequest, ListTasksResponse, params, options),
    cancelTask: (params, options) => call("CancelTask", CancelTaskRequest, Task, params, options),
    resubscribeTask: (params, options) =>
      stream("SubscribeToTask", SubscribeToTaskRequest, params, options),
    createTaskPushNotificationConfig: (params, options) =>
      call(
        "CreateTaskPushNotificationConfig",
        TaskPushNotificationConfig,
        TaskPushNotificationConfig,
        params,
        options,
      ),
    getTaskPushNotificationConfig: (params, options) =>
      call(
        "GetTaskPushNotificationConfig",
        GetTaskPushNotificationConfigRequest,
        TaskPushNotificationConfig,
        params,
        options,
      ),
    listTaskPushNotificationConfig: (params, options) =>
      call(
        "ListTaskPushNotificationConfigs",
        ListTaskPushNotificationConfigsRequest,
        ListTaskPushNotificationConfigsResponse,
        params,
        options,
      ),
    deleteTaskPushNotificationConfig: (params, options) =>
      call(
        "DeleteTaskPushNotificationConfig",
        DeleteTaskPushNotificationConfigRequest,
        { fromJSON: () => undefined },
        params,
        options,
      ),
    getExtendedAgentCard: (params, options) =>
      call("GetExtendedAgentCard", GetExtendedAgentCardRequest, AgentCard, params, options),
  };
}

function readEvent(data: string): StreamResponse {
  return decode(StreamResponse, readResult(data));
}

async function readText({ chunks }: UpstreamStream): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) {
    all.push(chunk);
  }
  return Buffer.concat(all).toString();
}

/**
 * The result in an answer.
 *
 * @throws what the agent refuses the call with, InvalidAgentResponseError when it is no answer.
 */
function readAnswer({ status, text }: UpstreamAnswer): unknown {
  try {
    return readResult(text);
  } catch (error) {
    throw error instanceof SyntaxError
      ? new InvalidAgentResponseError(`The agent answers ${status}, and no JSON.`)
      : error;
  }
}

function readResult(text: string): unknown {
  const answer: unknown = JSON.parse(text);
  const { error, jsonrpc, result } = (answer ?? {}) as Record<string, unknown>;
  if (isRpcError(error)) {
    throw fromJsonRpcErrorResponse({ jsonrpc: "2.0", id: null, error });
  }
  if (jsonrpc !== "2.0" || result === undefined) {
    throw new InvalidAgentResponseError("The answer of the agent is none of JSON-RPC 2.0.");
  }
  return result;
}

function isRpcError(error: unknown): error is RpcError {
  const { code, message } = (error ?? {}) as Record<string, unknown>;
  return typeof code === "number" && typeof message === "string";
}

/** What a message is answered with. */
const SENT_MESSAGE = {
  fromJSON: (json: unknown): Message | Task => {
    const { payload } = SendMessageResponse.fromJSON(json);
    if (payload === undefined) {
      throw new Error("The result must have a task or a message.");
    }
    return payload.value;
  },
};

function decode<Result>(type: Pick<MessageFns<Result>, "fromJSON">, json: unknown): Result {
  try {
    return type.fromJSON(json);
  } catch (error) {
    throw new InvalidAgentResponseError({
      message: "The result of the agent has not the shape that A2A 1.0 says.",
      cause: error,
    });
  }
}
