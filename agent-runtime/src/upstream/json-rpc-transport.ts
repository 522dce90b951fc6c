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
import { StringDecoder } from "node:string_decoder";
import { createParser } from "eventsource-parser";
import { PROTOCOL_VERSION } from "../card/card-document.js";
import type { OperationName } from "../protocol/operations.js";
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
  const call = async <Request, Result>(
    method: OperationName,
    request: MessageFns<Request>,
    result: Pick<MessageFns<Result>, "fromJSON">,
    params: Request,
    options: RequestOptions | undefined,
  ): Promise<Result> => {
    const sent = toRequest(method, request.toJSON(params), "application/json", options);
    return decode(result, readAnswer(await connection.request(sent)));
  };
  async function* stream<Request>(
    method: OperationName,
    request: MessageFns<Request>,
    params: Request,
    options: RequestOptions | undefined,
  ): AsyncGenerator<StreamResponse, void, undefined> {
    const sent = toRequest(method, request.toJSON(params), EVENT_STREAM, options);
    const answer = await connection.stream(sent);
    if (!isEventStream(answer)) {
      const text = await readText(answer);
      readAnswer({ ...answer, text });
      throw new InvalidAgentResponseError(`The agent does not answer ${method} by a stream.`);
    }
    for await (const data of readEvents(answer)) {
      yield decode(StreamResponse, readResult(data));
    }
  }

  return {
    protocolName: "JSONRPC",
    protocolVersion: PROTOCOL_VERSION,
    sendMessage: async (params, options) => {
      const { payload } = await call(
        "SendMessage",
        SendMessageRequest,
        SendMessageResponse,
        params,
        options,
      );
      if (payload === undefined) {
        throw new InvalidAgentResponseError("The result must have a task or a message.");
      }
      return payload.value;
    },
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

/** The events of a stream, as the texts of their data (HTML, section 9.2). */
async function* readEvents({ chunks }: UpstreamStream): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder("utf8");
  let events: string[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      events.push(data);
    },
  });
  for await (const chunk of chunks) {
    parser.feed(decoder.write(chunk));
    const come = events;
    events = [];
    yield* come;
  }
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
