import { RefusedError } from "../errors.js";
import { mapEvents } from "./event-source.js";
import { findLegacyMethod } from "./legacy-methods.js";
import { fromKindEvent, fromKindResult, toKindParams } from "./legacy-rest-json.js";
import type { Operation, OperationName } from "./operations.js";
import type { RestEndpoint } from "./rest-endpoints.js";

/** Where the card for those who show who they are is in 0.3, below the prefix. */
export const LEGACY_CARD_ENDPOINT: RestEndpoint = {
  methods: ["GET"],
  path: "/card",
  operationName: "GetExtendedAgentCard",
};

/** The methods of JSON-RPC that do the same. 0.3 lists no tasks. */
const METHODS: Readonly<Partial<Record<OperationName, string>>> = {
  SendMessage: "message/send",
  SendStreamingMessage: "message/stream",
  GetTask: "tasks/get",
  CancelTask: "tasks/cancel",
  SubscribeToTask: "tasks/resubscribe",
  CreateTaskPushNotificationConfig: "tasks/pushNotificationConfig/set",
  GetTaskPushNotificationConfig: "tasks/pushNotificationConfig/get",
  ListTaskPushNotificationConfigs: "tasks/pushNotificationConfig/list",
  DeleteTaskPushNotificationConfig: "tasks/pushNotificationConfig/delete",
  GetExtendedAgentCard: "agent/getAuthenticatedExtendedCard",
};

/**
 * Finds an operation of HTTP+JSON in A2A 0.3: the method of JSON-RPC, whose values have another form
 * there.
 *
 * @throws RefusedError when 0.3 has none.
 */
export function getLegacyRestOperation(operationName: OperationName): Operation {
  const operation = findLegacyMethod(METHODS[operationName] ?? "")?.operation;
  if (operation === undefined) {
    throw new RefusedError("METHOD_NOT_FOUND", `A2A 0.3 has no ${operationName}.`);
  }
  if (!operation.isStreaming) {
    return {
      isStreaming: false,
      call: async ({ params, ...call }) =>
        fromKindResult(
          operationName,
          await operation.call({ ...call, params: toKindParams(operationName, params) }),
        ),
    };
  }
  return {
    isStreaming: true,
    call: ({ params, ...call }) =>
      mapEvents(
        operation.call({ ...call, params: toKindParams(operationName, params) }),
        ({ text, type }) => ({ type, text: JSON.stringify(fromKindEvent(JSON.parse(text))) }),
      ),
  };
}
