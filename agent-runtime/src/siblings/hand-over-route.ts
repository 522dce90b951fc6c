import type { Task } from "@a2a-js/sdk";
import type { AgentLog } from "../agent-task.js";
import { RefusedError, toWireError } from "../errors.js";
import {
  type HttpAnswer,
  type HttpRequest,
  type HttpRoute,
  toJsonAnswer,
} from "../http/http-exchange.js";
import { toErrorAnswer } from "../http/router.js";
import type { StoredTask, TaskScope } from "../tasks/task-store.js";
import type { Siblings } from "./find-siblings.js";
import { readBodyText } from "./hand-over-record.js";

export interface HandOverRouteOptions {
  siblings: Siblings;
  /** True from the moment the process was told to go. */
  isLeaving: () => boolean;
  /** Keeps a task of another replica; false when it is known here already. */
  adopt: (task: Task, scope: TaskScope) => Promise<boolean>;
  /** The size in bytes above which a request is refused. */
  maxBodyBytes: number;
  log: AgentLog;
}

/**
 * Makes what takes tasks from a sibling that goes away. It believes whatever the sibling says about
 * whose they are, and so takes nothing from any other address: for those there is nothing here.
 */
export function createHandOverRoute(options: HandOverRouteOptions): HttpRoute {
  const { adopt, isLeaving, log, maxBodyBytes, siblings } = options;

  const take = async (request: HttpRequest): Promise<HttpAnswer> => {
    const tasks = parse(await request.readText(maxBodyBytes));
    const adopted = await Promise.all(tasks.map(({ scope, task }) => adopt(task, scope)));
    const taken = tasks.map(({ task }) => task.id);
    const count = adopted.filter((isNew) => isNew).length;
    log.info({ sibling: request.remoteAddress, tasks: count }, "Tasks were taken over");
    return toJsonAnswer(200, { taken });
  };

  return async (request) => {
    if (!(await siblings.includes(request.remoteAddress))) {
      return toErrorAnswer(404, "NOT_FOUND", `There is nothing at '${request.path}'.`);
    }
    if (isLeaving()) {
      return toErrorAnswer(503, "UNAVAILABLE", "This replica goes away itself.");
    }
    try {
      return await take(request);
    } catch (error) {
      log.warn({ sibling: request.remoteAddress, err: error }, "Tasks could not be taken over");
      const { body, grpcStatus, restStatus } = toWireError(error);
      return toErrorAnswer(restStatus, grpcStatus, body.message);
    }
  };
}

function parse(text: string): StoredTask[] {
  try {
    return readBodyText(text);
  } catch (error) {
    throw new RefusedError("INVALID_REQUEST", "The body must have the tasks of a sibling.", {
      cause: error,
    });
  }
}
