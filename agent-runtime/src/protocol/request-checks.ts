import {
  type ListTasksRequest,
  type Message,
  Role,
  type SendMessageRequest,
  TaskState as WireState,
} from "@a2a-js/sdk";
import {
  ExtensionSupportRequiredError,
  PushNotificationNotSupportedError,
  RequestMalformedError,
} from "@a2a-js/sdk/errors";
import type { MountedCard } from "@berth/contract";
import { isDeeperThan } from "./nesting.js";

const MAX_PAGE_SIZE = 100;

/**
 * How deep data may be nested. What reads and writes JSON, here and at whoever is told of the task,
 * calls itself for each level, and fails at some thousands.
 */
const MAX_LEVELS = 100;

/**
 * Returns the message of a request, sure to be one that can be worked on.
 *
 * @throws RequestMalformedError with all issues at once, PushNotificationNotSupportedError.
 */
export function checkMessage({ message, configuration }: SendMessageRequest): Message {
  if (message === undefined) {
    throw new RequestMalformedError("'message' must be given.");
  }
  const emptyParts = message.parts.flatMap(({ content }, index) =>
    content === undefined ? [`'message.parts[${index}]' must have text, data, raw or url.`] : [],
  );
  refuse([
    ...(message.messageId === "" ? ["'message.messageId' must be given."] : []),
    ...(message.role === Role.ROLE_USER ? [] : ["'message.role' must be 'ROLE_USER'."]),
    ...(message.parts.length === 0 ? ["'message.parts' must have at least one entry."] : []),
    ...emptyParts,
    ...getNestingIssues(message),
    ...getHistoryLengthIssues(configuration?.historyLength),
  ]);
  if (configuration?.taskPushNotificationConfig !== undefined) {
    throw new PushNotificationNotSupportedError(
      "The agent sends no push notifications. Leave 'configuration.taskPushNotificationConfig' out.",
    );
  }
  return message;
}

/** @throws RequestMalformedError when no task is named. */
export function checkTaskId(id: string): string {
  refuse(id.trim() === "" ? ["'id' must be the id of a task."] : []);
  return id;
}

/** @throws RequestMalformedError when the length is none. */
export function checkHistoryLength(historyLength: number | undefined): void {
  refuse(getHistoryLengthIssues(historyLength));
}

/** @throws RequestMalformedError with all issues at once. */
export function checkListRequest(request: ListTasksRequest): void {
  const { historyLength, pageSize = 1, status, statusTimestampAfter } = request;
  const isPageSize = Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= MAX_PAGE_SIZE;
  const isTimestamp =
    statusTimestampAfter === undefined || !Number.isNaN(Date.parse(statusTimestampAfter));
  refuse([
    ...(isPageSize
      ? []
      : [`'pageSize' (${pageSize}) must be a whole number from 1 to ${MAX_PAGE_SIZE}.`]),
    ...(status === WireState.UNRECOGNIZED ? ["'status' must be a state of tasks."] : []),
    ...(isTimestamp
      ? []
      : [`'statusTimestampAfter' (${statusTimestampAfter}) must be an ISO 8601 timestamp.`]),
    ...getHistoryLengthIssues(historyLength),
  ]);
}

/**
 * Checks that the caller speaks what the card demands (A2A 1.0, section 3.2.6).
 *
 * @throws ExtensionSupportRequiredError.
 */
export function checkExtensions(
  { capabilities }: MountedCard,
  requested: readonly string[] | undefined,
): void {
  const missing = (capabilities.extensions ?? [])
    .filter(({ uri, required }) => required === true && requested?.includes(uri) !== true)
    .map(({ uri }) => uri);
  if (missing.length > 0) {
    throw new ExtensionSupportRequiredError(
      `The header 'A2A-Extensions' must name what the agent requires: ${missing.join(", ")}.`,
    );
  }
}

function getHistoryLengthIssues(historyLength: number | undefined): string[] {
  return historyLength === undefined || (Number.isInteger(historyLength) && historyLength >= 0)
    ? []
    : [`'historyLength' (${historyLength}) must be a whole number, at least 0.`];
}

function getNestingIssues({ metadata, parts }: Message): string[] {
  const contents: [string, unknown][] = parts.flatMap((part, index) => [
    [`message.parts[${index}].data`, part.content?.$case === "data" && part.content.value],
    [`message.parts[${index}].metadata`, part.metadata],
  ]);
  return [...contents, ["message.metadata", metadata] as const].flatMap(([name, value]) =>
    isDeeperThan(MAX_LEVELS, value)
      ? [`'${name}' must be nested at most ${MAX_LEVELS} levels deep.`]
      : [],
  );
}

function refuse(issues: readonly string[]): void {
  if (issues.length > 0) {
    throw new RequestMalformedError(issues.join(" "));
  }
}
