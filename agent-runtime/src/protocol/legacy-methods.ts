import { TaskNotFoundError } from "@a2a-js/sdk/errors";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import { LegacyRestTransportHandler } from "@a2a-js/sdk/compat/v0_3/server";
import type { z } from "zod";
import { toCardJson } from "./card-json.js";
import {
  legacyCardSchema,
  legacyDeletePushConfigSchema,
  legacyGetPushConfigSchema,
  legacyGetTaskSchema,
  legacySendSchema,
  legacySetPushConfigSchema,
  legacyTaskSchema,
} from "./legacy-schemas.js";
import { mapEvents, openLazily } from "./event-source.js";
import type { Operation, OperationName, WrittenEvent } from "./operations.js";
import { readParams } from "./read-params.js";

// The SDK translates between A2A 0.3 and 1.0. Its handler for HTTP+JSON is used rather than the one
// for JSON-RPC: both have the same results, but this one throws what went wrong instead of writing
// it, with its message, into an answer.

type Translator = LegacyRestTransportHandler;
type SendParams = Parameters<Translator["sendMessage"]>[0];
type LegacyEvent =
  Awaited<ReturnType<Translator["sendMessageStream"]>> extends AsyncGenerator<infer Event>
    ? Event
    : never;

/** A method of A2A 0.3. */
export interface LegacyMethod {
  operation: Operation;
  /** The name of the operation in A2A 1.0. */
  operationName: OperationName;
}

const METHODS: Readonly<Record<string, LegacyMethod>> = {
  "message/send": unary("SendMessage", legacySendSchema, (translator, params, context) =>
    translator.sendMessage(params as SendParams, context),
  ),
  "message/stream": streaming(
    "SendStreamingMessage",
    legacySendSchema,
    (translator, params, context) => translator.sendMessageStream(params as SendParams, context),
  ),
  "tasks/get": unary("GetTask", legacyGetTaskSchema, (translator, params, context) =>
    translator.getTask(params.id, context, params.historyLength ?? undefined),
  ),
  "tasks/cancel": unary("CancelTask", legacyTaskSchema, (translator, { id }, context) =>
    translator.cancelTask(id, context),
  ),
  "tasks/resubscribe": streaming(
    "SubscribeToTask",
    legacyTaskSchema,
    (translator, { id }, context) => translator.resubscribe(id, context),
  ),
  "tasks/pushNotificationConfig/set": unary(
    "CreateTaskPushNotificationConfig",
    legacySetPushConfigSchema,
    (translator, params, context) => translator.setTaskPushNotificationConfig(params, context),
  ),
  "tasks/pushNotificationConfig/get": unary(
    "GetTaskPushNotificationConfig",
    legacyGetPushConfigSchema,
    getPushConfig,
  ),
  "tasks/pushNotificationConfig/list": unary(
    "ListTaskPushNotificationConfigs",
    legacyTaskSchema,
    (translator, { id }, context) => translator.listTaskPushNotificationConfigs(id, context),
  ),
  "tasks/pushNotificationConfig/delete": unary(
    "DeleteTaskPushNotificationConfig",
    legacyDeletePushConfigSchema,
    async (translator, params, context) => {
      await translator.deleteTaskPushNotificationConfig(
        params.id,
        params.pushNotificationConfigId,
        context,
      );
      return null;
    },
  ),
  "agent/getAuthenticatedExtendedCard": {
    operationName: "GetExtendedAgentCard",
    operation: {
      isStreaming: false,
      call: async ({ handler, params, context }) => {
        readParams(legacyCardSchema, params);
        // What makes the card knows the version, and has a form for it.
        const tenant = context.tenant ?? "";
        return toCardJson(await handler.getAuthenticatedExtendedAgentCard({ tenant }, context));
      },
    },
  },
};

/** The names of the methods of A2A 0.3. */
export const LEGACY_METHOD_NAMES: readonly string[] = Object.keys(METHODS);

/** Finds a method of A2A 0.3. */
export function findLegacyMethod(name: string): LegacyMethod | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
}

function unary<Schema extends z.ZodType>(
  operationName: OperationName,
  schema: Schema,
  operate: (
    translator: Translator,
    params: z.output<Schema>,
    context: ServerCallContext,
  ) => Promise<unknown>,
): LegacyMethod {
  return {
    operationName,
    operation: {
      isStreaming: false,
      call: async ({ handler, params, context }) =>
        operate(new LegacyRestTransportHandler(handler), readParams(schema, params), context),
    },
  };
}

function streaming<Schema extends z.ZodType>(
  operationName: OperationName,
  schema: Schema,
  open: (
    translator: Translator,
    params: z.output<Schema>,
    context: ServerCallContext,
  ) => ReturnType<Translator["sendMessageStream"]>,
): LegacyMethod {
  return {
    operationName,
    operation: {
      isStreaming: true,
      call: ({ handler, params, context }) => {
        const translator = new LegacyRestTransportHandler(handler);
        const request = readParams(schema, params);
        return mapEvents(
          openLazily(() => open(translator, request, context)),
          writeEvent,
        );
      },
    },
  };
}

/** Whoever names no config means the only one. */
async function getPushConfig(
  translator: Translator,
  { id, pushNotificationConfigId }: z.output<typeof legacyGetPushConfigSchema>,
  context: ServerCallContext,
): Promise<unknown> {
  if (pushNotificationConfigId !== undefined) {
    return translator.getTaskPushNotificationConfig(id, pushNotificationConfigId, context);
  }
  const [config] = await translator.listTaskPushNotificationConfigs(id, context);
  if (config === undefined) {
    throw new TaskNotFoundError(`Task ${id} has no push notification config.`);
  }
  return config;
}

const EVENT_TYPES: Readonly<Record<LegacyEvent["kind"], WrittenEvent["type"]>> = {
  task: "task",
  message: "message",
  "status-update": "statusUpdate",
  "artifact-update": "artifactUpdate",
};

const INTERRUPTED_STATES: readonly string[] = ["input-required", "auth-required"];

function writeEvent(event: LegacyEvent): WrittenEvent {
  // The stream ends with a question, too: nothing comes after it.
  const isQuestion =
    event.kind === "status-update" && INTERRUPTED_STATES.includes(event.status.state);
  return {
    type: EVENT_TYPES[event.kind],
    text: JSON.stringify(isQuestion ? { ...event, final: true } : event),
  };
}
