import fc from "fast-check";

/** The methods of HTTP, also those that no route takes. */
export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

/** The methods of JSON-RPC of either version. */
export const OPERATIONS = [
  "SendMessage",
  "SendStreamingMessage",
  "GetTask",
  "ListTasks",
  "CancelTask",
  "SubscribeToTask",
  "CreateTaskPushNotificationConfig",
  "GetTaskPushNotificationConfig",
  "ListTaskPushNotificationConfigs",
  "DeleteTaskPushNotificationConfig",
  "GetExtendedAgentCard",
  "message/send",
  "message/stream",
  "tasks/get",
  "tasks/cancel",
  "tasks/resubscribe",
  "tasks/pushNotificationConfig/set",
  "tasks/pushNotificationConfig/get",
  "tasks/pushNotificationConfig/list",
  "tasks/pushNotificationConfig/delete",
  "agent/getAuthenticatedExtendedCard",
];

/** The operations of HTTP+JSON, which are the same below '/v1' in 0.3. */
export const REST_ROUTES = [
  ["POST", "/message:send"],
  ["POST", "/message:stream"],
  ["GET", "/tasks/t1"],
  ["POST", "/tasks/t1:cancel"],
  ["GET", "/tasks/t1:subscribe"],
  ["POST", "/tasks/t1:subscribe"],
  ["POST", "/tasks/t1/pushNotificationConfigs"],
  ["GET", "/tasks/t1/pushNotificationConfigs/c1"],
  ["GET", "/tasks/t1/pushNotificationConfigs"],
  ["DELETE", "/tasks/t1/pushNotificationConfigs/c1"],
] as const;

/** The names that members of requests have, and some that objects of JavaScript have. */
export const MEMBERS = [
  "id",
  "taskId",
  "contextId",
  "message",
  "messageId",
  "role",
  "parts",
  "content",
  "kind",
  "text",
  "data",
  "raw",
  "url",
  "file",
  "metadata",
  "configuration",
  "historyLength",
  "pageSize",
  "pageToken",
  "status",
  "tenant",
  "pushNotificationConfig",
  "taskPushNotificationConfig",
  "authentication",
  "__proto__",
  "constructor",
];

/** Values with the names that requests have, of any type. */
export const junk = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, "", "t1", "user", "ROLE_USER", "text"),
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...MEMBERS), tie("value"), { maxKeys: 6 }),
  ),
})).value;

const headerValue = fc.oneof(
  fc.constantFrom(
    "",
    "1.0",
    "0.3",
    "2.0",
    "1.0, 1.0",
    "application/json",
    "text/html",
    "gzip",
    "*/*",
  ),
  fc.string({ unit: "grapheme-ascii", maxLength: 12 }),
);

/** Headers that are read, with what is and is not meant to be in them. */
export const headers = fc.dictionary(
  fc.constantFrom(
    "A2A-Version",
    "A2A-Extensions",
    "X-A2A-Extensions",
    "Content-Type",
    "Accept",
    "Accept-Encoding",
    "Authorization",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "If-None-Match",
    "If-Modified-Since",
    "traceparent",
    "Range",
    "Cookie",
    "Berth-Forwarded",
  ),
  headerValue,
  { maxKeys: 6 },
);

const segment = fc.oneof(
  fc.constantFrom(
    "tasks",
    "message:send",
    "message:stream",
    "t1",
    "t1:cancel",
    "t1:subscribe",
    "t1:",
    ":cancel",
    "pushNotificationConfigs",
    "extendedAgentCard",
    "v1",
    "card",
    ".well-known",
    "agent-card.json",
    "..",
    "%",
    "%00",
    "%2F",
    "%zz",
    "",
  ),
  fc.webSegment(),
);

/** Paths of routes, of what looks like them, and of anything. */
export const path = fc
  .tuple(fc.array(segment, { maxLength: 4 }), fc.webQueryParameters({ size: "small" }))
  .map(([segments, query]) => `/${segments.join("/")}${query === "" ? "" : `?${query}`}`);
