import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { HttpRoute } from "../http/http-exchange.js";
import type { TaskRegistry } from "../tasks/task-registry.js";
import { createSiblings, type Resolve } from "./find-siblings.js";
import { createHandOver } from "./hand-over.js";
import { createHandOverRoute } from "./hand-over-route.js";
import { createSiblingClient } from "./sibling-client.js";
import { createSiblingHandler } from "./sibling-handler.js";
import type { SiblingsHost } from "./siblings-host.js";

export interface ReplicasOptions {
  siblingsHost: SiblingsHost;
  /** The port that this replica listens on for A2A. */
  port: number;
  /** The addresses of this replica. Without one it also asks itself, for nothing. */
  ownAddresses: readonly string[];
  registry: Pick<TaskRegistry, "adopt" | "exportRecords">;
  /** The headers besides `Authorization` by which callers show who they are, in lower case. */
  credentialHeaders: readonly string[];
  /** The size in bytes above which a request is refused. */
  maxBodyBytes: number;
  /** True from the moment the process was told to go. */
  isLeaving: () => boolean;
  clock: Clock;
  log: AgentLog;
  /** Defaults to the resolver of the system. */
  resolve?: Resolve;
  /** How long a question to all siblings takes at most. Defaults to 2 seconds. */
  lookupTimeoutMs?: number;
}

/** What makes one agent of its replicas. */
export interface Replicas {
  /** Makes a handler that answers for all replicas of one that answers for this one. */
  toHandler: (local: A2ARequestHandler) => A2ARequestHandler;
  /** Takes tasks from a replica that goes away. At `HAND_OVER_PATH`, for POST. */
  handOverRoute: HttpRoute;
  /**
   * Gives the tasks of this replica to one that stays, once no task runs here any more. Never
   * rejects; takes 3 seconds at most.
   */
  handOver: (cut: AbortSignal) => Promise<void>;
  /** Closes every connection to a sibling. */
  close: () => void;
}

/** Makes what joins this replica to the others. It opens no connection before there is a question. */
export function createReplicas(options: ReplicasOptions): Replicas {
  const { clock, credentialHeaders, isLeaving, log, maxBodyBytes, registry, siblingsHost } =
    options;
  const siblings = createSiblings({
    ...options,
    host: siblingsHost.host,
    port: siblingsHost.port ?? options.port,
  });
  const client = createSiblingClient(clock);
  const handOver = createHandOver({
    siblings,
    client,
    exportTasks: registry.exportRecords,
    maxBodyBytes,
    clock,
    log,
  });
  const { lookupTimeoutMs } = options;
  const limits = lookupTimeoutMs === undefined ? {} : { lookupTimeoutMs };
  return {
    toHandler: (local) =>
      createSiblingHandler(local, {
        siblings,
        client,
        handOver,
        credentialHeaders,
        clock,
        log,
        ...limits,
      }),
    handOverRoute: createHandOverRoute({
      siblings,
      isLeaving,
      adopt: registry.adopt,
      maxBodyBytes,
      log,
    }),
    handOver: handOver.give,
    close: client.close,
  };
}
