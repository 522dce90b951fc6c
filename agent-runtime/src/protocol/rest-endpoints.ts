import { RefusedError } from "../errors.js";
import type { OperationName } from "./operations.js";

/** How a parameter is written in the query (A2A 1.0, section 11.5). */
type QueryType = "boolean" | "number" | "text";

/** What an endpoint of HTTP+JSON does (A2A 1.0, sections 5.3 and 11.3). */
export interface RestEndpoint {
  methods: readonly ("DELETE" | "GET" | "POST")[];
  /** Where it is, also below the name of a tenant. Names begin with a colon, colons are doubled. */
  path: string;
  operationName: OperationName;
  /** For which verbs after the id of the task, such as `cancel` in `/tasks/t1:cancel`. */
  verbs?: Readonly<Record<string, OperationName>>;
  /** The member of the request that the id of the task in the path is. */
  taskMember?: "id" | "taskId";
  /** True: parameters come in the body. */
  hasBody?: true;
  /** The parameters that come in the query. */
  query?: Readonly<Record<string, QueryType>>;
}

const PUSH_CONFIGS_PATH = "/tasks/:task/pushNotificationConfigs";

/** The endpoints of HTTP+JSON. SubscribeToTask is GET in the proto and POST in the text. */
export const REST_ENDPOINTS: readonly RestEndpoint[] = [
  { methods: ["POST"], path: "/message::send", operationName: "SendMessage", hasBody: true },
  {
    methods: ["POST"],
    path: "/message::stream",
    operationName: "SendStreamingMessage",
    hasBody: true,
  },
  {
    methods: ["GET"],
    path: "/tasks",
    operationName: "ListTasks",
    query: {
      contextId: "text",
      status: "text",
      pageSize: "number",
      pageToken: "text",
      historyLength: "number",
      statusTimestampAfter: "text",
      includeArtifacts: "boolean",
    },
  },
  {
    methods: ["GET"],
    path: "/tasks/:task",
    operationName: "GetTask",
    verbs: { subscribe: "SubscribeToTask" },
    taskMember: "id",
    query: { historyLength: "number" },
  },
  {
    methods: ["POST"],
    path: "/tasks/:task",
    operationName: "CancelTask",
    verbs: { cancel: "CancelTask", subscribe: "SubscribeToTask" },
    taskMember: "id",
    hasBody: true,
  },
  {
    methods: ["POST"],
    path: PUSH_CONFIGS_PATH,
    operationName: "CreateTaskPushNotificationConfig",
    taskMember: "taskId",
    hasBody: true,
  },
  {
    methods: ["GET"],
    path: PUSH_CONFIGS_PATH,
    operationName: "ListTaskPushNotificationConfigs",
    taskMember: "taskId",
    query: { pageSize: "number", pageToken: "text" },
  },
  {
    methods: ["GET"],
    path: `${PUSH_CONFIGS_PATH}/:config`,
    operationName: "GetTaskPushNotificationConfig",
    taskMember: "taskId",
  },
  {
    methods: ["DELETE"],
    path: `${PUSH_CONFIGS_PATH}/:config`,
    operationName: "DeleteTaskPushNotificationConfig",
    taskMember: "taskId",
  },
  { methods: ["GET"], path: "/extendedAgentCard", operationName: "GetExtendedAgentCard" },
];

/** What the path of a request says. */
export interface RestTarget {
  operationName: OperationName;
  /** The parameters in the path. */
  params: Record<string, unknown>;
  tenant: string;
}

/**
 * Reads what the path of a request says, where its names stand for these texts.
 *
 * @throws RefusedError when the verb after the id is none.
 */
export function readTarget(
  { methods, operationName, taskMember, verbs }: RestEndpoint,
  { config, task = "", tenant = "" }: Readonly<Record<string, string | undefined>>,
): RestTarget {
  const params: Record<string, unknown> = config === undefined ? {} : { id: config };
  if (taskMember === undefined) {
    return { operationName, params, tenant };
  }
  if (verbs === undefined) {
    return { operationName, params: { ...params, [taskMember]: task }, tenant };
  }
  const colon = task.lastIndexOf(":");
  const verb = colon === -1 ? "" : task.slice(colon + 1);
  if (Object.hasOwn(verbs, verb)) {
    return {
      operationName: verbs[verb] ?? operationName,
      params: { [taskMember]: task.slice(0, colon) },
      tenant,
    };
  }
  if (methods.includes("GET")) {
    return { operationName, params: { [taskMember]: task }, tenant };
  }
  const known = Object.keys(verbs).map((name) => `'/tasks/{id}:${name}'`);
  throw new RefusedError("METHOD_NOT_FOUND", `POST goes to ${known.join(" or ")}.`);
}

/** Reads the parameters that an endpoint takes from the query. What is empty is not there. */
export function readQuery(
  { query: types = {} }: RestEndpoint,
  query: URLSearchParams,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ tenant: "text" as const, ...types }).flatMap(([name, type]) => {
      const text = query.get(name);
      return text === null || text === "" ? [] : [[name, fromText(text, type)]];
    }),
  );
}

/** A text that is no value of the type stays one, and is refused as such. */
function fromText(text: string, type: QueryType): unknown {
  if (type === "number" && /^-?\d+(\.\d+)?$/.test(text)) {
    return Number(text);
  }
  return type === "boolean" && (text === "true" || text === "false") ? text === "true" : text;
}
