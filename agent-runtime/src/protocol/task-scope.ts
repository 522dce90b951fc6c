import { resolveUserScope, type ServerCallContext } from "@a2a-js/sdk/server";
import type { TaskScope } from "../tasks/task-store.js";

/** Whose the tasks of a call are: they belong to a tenant and a user. */
export function toScope(context: ServerCallContext): TaskScope {
  return JSON.stringify([context.tenant ?? "", resolveUserScope(context)]);
}
