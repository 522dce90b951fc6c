import {
  type CancelTaskRequest,
  type DeleteTaskPushNotificationConfigRequest,
  type GetExtendedAgentCardRequest,
  type GetTaskPushNotificationConfigRequest,
  type GetTaskRequest,
  type ListTaskPushNotificationConfigsRequest,
  type ListTasksRequest,
  type SendMessageRequest,
  type SubscribeToTaskRequest,
  type TaskPushNotificationConfig,
  TaskState,
} from "@a2a-js/sdk";
import { z } from "zod";
import {
  configurationSchema,
  id,
  messageSchema,
  optionalHistoryLength,
  optionalId,
  optionalStruct,
  optionalText,
  pushConfigSchema,
  toConfiguration,
  toMessage,
  toPushConfig,
} from "./message-schema.js";
import { readPlainMessage } from "./plain-message.js";
import { readParams } from "./read-params.js";

const MAX_PAGE_SIZE = 100;

const PAGE_SIZE_RULE = `must be a whole number from 1 to ${MAX_PAGE_SIZE}.`;
const TIMESTAMP_RULE = "must be an ISO 8601 timestamp.";
const TASK_ID_RULE = "must be the id of a task.";

const STATES = Object.keys(TaskState).filter((name): name is keyof typeof TaskState =>
  name.startsWith("TASK_STATE_"),
);

const taskId = id.regex(/\S/, TASK_ID_RULE);
const configId = id.regex(/\S/, "must be the id of a configuration.");

const sendMessageSchema = z.object({
  tenant: optionalId,
  message: messageSchema,
  configuration: configurationSchema.nullish(),
  metadata: optionalStruct,
});

const taskSchema = z.object({ tenant: optionalId, id: taskId });
const getTaskSchema = taskSchema.extend({ historyLength: optionalHistoryLength });
const cancelTaskSchema = taskSchema.extend({ metadata: optionalStruct });

const listTasksSchema = z.object({
  tenant: optionalId,
  contextId: optionalId,
  status: z.enum(STATES, "must be a state of tasks.").nullish(),
  pageSize: z
    .int(PAGE_SIZE_RULE)
    .min(1, PAGE_SIZE_RULE)
    .max(MAX_PAGE_SIZE, PAGE_SIZE_RULE)
    .nullish(),
  pageToken: optionalText,
  historyLength: optionalHistoryLength,
  statusTimestampAfter: z.iso.datetime({ offset: true, error: TIMESTAMP_RULE }).nullish(),
  includeArtifacts: z.boolean().nullish(),
});

const createPushConfigSchema = pushConfigSchema.extend({ taskId });
const pushConfigIdSchema = z.object({ tenant: optionalId, taskId, id: configId });
const listPushConfigsSchema = z.object({
  tenant: optionalId,
  taskId,
  pageSize: z.int().nullish(),
  pageToken: optionalText,
});
const extendedCardSchema = z.object({ tenant: optionalId });

// Each reads the parameters of an operation as they are in JSON, and throws a RefusedError with all
// that is wrong with them.

export function readSendMessage(params: unknown): SendMessageRequest {
  return readPlainMessage(params) ?? readAnyMessage(params);
}

/** Reads a message of whatever kind with its schema. */
export function readAnyMessage(params: unknown): SendMessageRequest {
  const request = readParams(sendMessageSchema, params);
  return {
    tenant: request.tenant ?? "",
    message: toMessage(request.message),
    configuration: toConfiguration(request.configuration),
    metadata: request.metadata ?? undefined,
  };
}

export function readGetTask(params: unknown): GetTaskRequest {
  const { id, tenant, historyLength } = readParams(getTaskSchema, params);
  return { tenant: tenant ?? "", id, historyLength: historyLength ?? undefined };
}

export function readListTasks(params: unknown): ListTasksRequest {
  const request = readParams(listTasksSchema, params);
  return {
    tenant: request.tenant ?? "",
    contextId: request.contextId ?? "",
    status: TaskState[request.status ?? "TASK_STATE_UNSPECIFIED"],
    pageSize: request.pageSize ?? undefined,
    pageToken: request.pageToken ?? "",
    historyLength: request.historyLength ?? undefined,
    statusTimestampAfter: request.statusTimestampAfter ?? undefined,
    includeArtifacts: request.includeArtifacts ?? undefined,
  };
}

export function readCancelTask(params: unknown): CancelTaskRequest {
  const { id, tenant, metadata } = readParams(cancelTaskSchema, params);
  return { tenant: tenant ?? "", id, metadata: metadata ?? undefined };
}

export function readSubscribeToTask(params: unknown): SubscribeToTaskRequest {
  const { id, tenant } = readParams(taskSchema, params);
  return { tenant: tenant ?? "", id };
}

export function readCreatePushConfig(params: unknown): TaskPushNotificationConfig {
  return toPushConfig(readParams(createPushConfigSchema, params));
}

export function readGetPushConfig(params: unknown): GetTaskPushNotificationConfigRequest {
  const { id, taskId, tenant } = readParams(pushConfigIdSchema, params);
  return { tenant: tenant ?? "", taskId, id };
}

export function readDeletePushConfig(params: unknown): DeleteTaskPushNotificationConfigRequest {
  return readGetPushConfig(params);
}

export function readListPushConfigs(params: unknown): ListTaskPushNotificationConfigsRequest {
  const request = readParams(listPushConfigsSchema, params);
  return {
    tenant: request.tenant ?? "",
    taskId: request.taskId,
    pageSize: request.pageSize ?? 0,
    pageToken: request.pageToken ?? "",
  };
}

export function readGetExtendedCard(params: unknown): GetExtendedAgentCardRequest {
  return { tenant: readParams(extendedCardSchema, params).tenant ?? "" };
}
