import type { OperationName } from "./operations.js";

// A2A 0.3 has two forms of its values: that of JSON-RPC, whose members 'kind' tell what a value is
// (specification/json/a2a.json), and that of its proto, which HTTP+JSON has. What is not as it
// should be is handed on as it is: whoever reads the first form refuses it.

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapObject(value: unknown, map: (object: Json) => unknown): unknown {
  return isObject(value) ? map(value) : value;
}

function mapList(value: unknown, map: (object: Json) => unknown): unknown {
  return Array.isArray(value) ? value.map((entry) => mapObject(entry, map)) : value;
}

function withoutKind(value: Json): Json {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "kind"));
}

/** The parameters of a request, in the form of JSON-RPC. */
export function toKindParams(operationName: OperationName, params: unknown): unknown {
  return mapObject(params, (given) => {
    switch (operationName) {
      case "SendMessage":
      case "SendStreamingMessage":
        return {
          ...given,
          message: mapObject(given["message"] ?? given["request"], toKindMessage),
          configuration: mapObject(given["configuration"], toKindConfiguration),
        };
      case "GetTaskPushNotificationConfig":
      case "DeleteTaskPushNotificationConfig":
        return { id: given["taskId"], pushNotificationConfigId: given["id"] };
      case "ListTaskPushNotificationConfigs":
        return { id: given["taskId"] };
      default:
        return given;
    }
  });
}

const KIND_ROLES = new Map<unknown, string>([
  ["ROLE_USER", "user"],
  ["ROLE_AGENT", "agent"],
]);

function toKindMessage({ content, role, ...message }: Json): Json {
  return {
    ...message,
    kind: "message",
    role: KIND_ROLES.get(role) ?? role,
    parts: mapList(content, toKindPart),
  };
}

function toKindPart(part: Json): Json {
  const { data, file, metadata, text } = part;
  if (text !== undefined) {
    return { kind: "text", text, metadata };
  }
  if (file !== undefined) {
    return { kind: "file", file: mapObject(file, toKindFile), metadata };
  }
  return data === undefined
    ? part
    : { kind: "data", data: isObject(data) ? data["data"] : data, metadata };
}

function toKindFile({ fileWithBytes, fileWithUri, ...file }: Json): Json {
  return { ...file, bytes: fileWithBytes, uri: fileWithUri };
}

function toKindConfiguration({ pushNotification, ...configuration }: Json): Json {
  return { ...configuration, pushNotificationConfig: pushNotification };
}

/** The result of an operation, in the form of HTTP+JSON. */
export function fromKindResult(operationName: OperationName, result: unknown): unknown {
  switch (operationName) {
    case "SendMessage":
      return fromKindEvent(result);
    case "GetTask":
    case "CancelTask":
      return mapObject(result, fromKindTask);
    case "CreateTaskPushNotificationConfig":
    case "GetTaskPushNotificationConfig":
      return mapObject(result, fromKindPushConfig);
    case "ListTaskPushNotificationConfigs":
      return { configs: mapList(result, fromKindPushConfig) };
    default:
      return result;
  }
}

/** A result or an event that is one of several, in the form of HTTP+JSON. */
export function fromKindEvent(event: unknown): unknown {
  return mapObject(event, ({ kind, ...value }) => {
    switch (kind) {
      case "message":
        return { message: fromKindMessage(value) };
      case "status-update":
        return {
          statusUpdate: { ...value, status: mapObject(value["status"], fromKindStatus) },
        };
      case "artifact-update":
        return {
          artifactUpdate: { ...value, artifact: mapObject(value["artifact"], fromKindArtifact) },
        };
      default:
        return { task: fromKindTask(value) };
    }
  });
}

function fromKindTask(task: Json): Json {
  return {
    ...withoutKind(task),
    status: mapObject(task["status"], fromKindStatus),
    history: mapList(task["history"], fromKindMessage),
    artifacts: mapList(task["artifacts"], fromKindArtifact),
  };
}

function fromKindStatus(status: Json): Json {
  return {
    ...status,
    state: fromKindState(String(status["state"])),
    message: mapObject(status["message"], fromKindMessage),
  };
}

function fromKindState(state: string): string {
  // 0.3 spells it with two letters in its proto, and with one in the other form.
  const name = state === "canceled" ? "cancelled" : state === "unknown" ? "unspecified" : state;
  return `TASK_STATE_${name.toUpperCase().replaceAll("-", "_")}`;
}

function fromKindMessage({ parts, role, ...message }: Json): Json {
  return {
    ...withoutKind(message),
    role: role === "user" ? "ROLE_USER" : "ROLE_AGENT",
    content: mapList(parts, fromKindPart),
  };
}

function fromKindArtifact(artifact: Json): Json {
  return { ...artifact, parts: mapList(artifact["parts"], fromKindPart) };
}

function fromKindPart({ kind, ...part }: Json): Json {
  switch (kind) {
    case "file":
      return { ...part, file: mapObject(part["file"], fromKindFile) };
    case "data":
      return { ...part, data: { data: part["data"] } };
    default:
      return part;
  }
}

function fromKindFile({ bytes, uri, ...file }: Json): Json {
  return { ...file, fileWithBytes: bytes, fileWithUri: uri };
}

function fromKindPushConfig({ pushNotificationConfig, taskId }: Json): Json {
  const { id } = (pushNotificationConfig ?? {}) as Json;
  return {
    name: `tasks/${String(taskId)}/pushNotificationConfigs/${String(id)}`,
    pushNotificationConfig,
  };
}
