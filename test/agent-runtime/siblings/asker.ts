import { ListTasksRequest } from "@a2a-js/sdk";
import { TaskNotFoundError } from "@a2a-js/sdk/errors";
import { type A2ARequestHandler, ServerCallContext, STATE_HEADERS_KEY } from "@a2a-js/sdk/server";
import { onTestFinished } from "vitest";
import { toWireError } from "../../../agent-runtime/src/errors.ts";
import { createSiblings } from "../../../agent-runtime/src/siblings/find-siblings.ts";
import { STATE_SIGNAL_KEY } from "../../../agent-runtime/src/protocol/call-context.ts";
import { createSiblingClient } from "../../../agent-runtime/src/siblings/sibling-client.ts";
import {
  createSiblingHandler,
  type SiblingHandlerOptions,
} from "../../../agent-runtime/src/siblings/sibling-handler.ts";
import { findFreePort } from "../free-port.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";

/** A replica without tasks, whose time stands still. */
export interface Asker {
  handler: A2ARequestHandler;
  clock: ManualClock;
  log: RecordedLog;
  /** The port of its siblings. */
  port: number;
}

export interface AskerSettings {
  /** What DNS tells. Defaults to 127.0.0.2 and 127.0.0.3. */
  addresses?: readonly string[] | Error;
  local?: Partial<A2ARequestHandler>;
  handOver?: SiblingHandlerOptions["handOver"];
  getTraceHeaders?: () => Record<string, string>;
}

/** Makes a replica without tasks. */
export async function createAsker(settings: AskerSettings = {}): Promise<Asker> {
  const { addresses = ["127.0.0.2", "127.0.0.3"], getTraceHeaders, handOver, local } = settings;
  const port = await findFreePort();
  const clock = createManualClock();
  const log = createRecordedLog();
  const client = createSiblingClient(clock);
  onTestFinished(client.close);
  const siblings = createSiblings({
    host: "research-siblings",
    port,
    ownAddresses: ["127.0.0.1"],
    clock,
    log,
    resolve: () =>
      addresses instanceof Error ? Promise.reject(addresses) : Promise.resolve(addresses),
  });
  const handler = createSiblingHandler(
    { ...knowNothing, ...local },
    {
      siblings,
      client,
      credentialHeaders: ["x-api-key"],
      clock,
      log,
      ...(handOver === undefined ? {} : { handOver }),
      ...(getTraceHeaders === undefined ? {} : { getTraceHeaders }),
    },
  );
  return { handler, clock, log, port };
}

export interface ContextSettings {
  headers?: Record<string, string>;
  tenant?: string;
  extensions?: string[];
  signal?: AbortSignal;
}

/** The context of a call. */
export function createContext(settings: ContextSettings = {}): ServerCallContext {
  const { extensions, headers = {}, signal, tenant } = settings;
  return new ServerCallContext({
    requestedVersion: "1.0",
    ...(extensions === undefined ? {} : { requestedExtensions: extensions }),
    ...(tenant === undefined ? {} : { tenant }),
    state: new Map<string, unknown>([
      [STATE_HEADERS_KEY, headers],
      [STATE_SIGNAL_KEY, () => signal],
    ]),
  });
}

export const toGetTask = (id: string): { tenant: string; id: string } => ({ tenant: "", id });

/** A request for all tasks. */
export const LIST_REQUEST: ListTasksRequest = ListTasksRequest.fromJSON({});

/** The reason that a caller gets for an operation that is refused. */
export async function getReason(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
  } catch (error) {
    return toWireError(error).reason;
  }
  return "ok";
}

const refuse = (): Promise<never> => Promise.reject(new TaskNotFoundError("Not here."));

// eslint-disable-next-line @typescript-eslint/require-await -- A stream that fails.
async function* refuseStream(): AsyncGenerator<never, void, undefined> {
  throw new TaskNotFoundError("Not here.");
}

const knowNothing: A2ARequestHandler = {
  getAgentCard: refuse,
  getAuthenticatedExtendedAgentCard: refuse,
  sendMessage: refuse,
  sendMessageStream: refuseStream,
  getTask: refuse,
  listTasks: ({ pageSize = 50 }) =>
    Promise.resolve({ tasks: [], nextPageToken: "", pageSize, totalSize: 0 }),
  cancelTask: refuse,
  resubscribe: refuseStream,
  createTaskPushNotificationConfig: refuse,
  getTaskPushNotificationConfig: refuse,
  listTaskPushNotificationConfigs: refuse,
  deleteTaskPushNotificationConfig: refuse,
};
