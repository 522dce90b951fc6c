import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { RouteEntry } from "../http/router.js";
import type { TaskRegistry } from "../tasks/task-registry.js";
import { announce, ANNOUNCEMENT_PATH, createAnnouncementRoute } from "./announcement.js";
import { createSiblings, type Resolve } from "./find-siblings.js";
import { createHandOver } from "./hand-over.js";
import { HAND_OVER_PATH } from "./hand-over-record.js";
import { createHandOverRoute } from "./hand-over-route.js";
import { createSiblingClient } from "./sibling-client.js";
import { createSiblingHandler } from "./sibling-handler.js";
import type { SiblingsHost } from "./siblings-host.js";

export interface ReplicasOptions {
  /** The port of this replica for A2A. */
  port: number;
  /** The addresses of this replica. */
  ownAddresses: readonly string[];
  registry: Pick<TaskRegistry, "adopt" | "exportRecords">;
  /** The headers with credentials, in lower case. */
  credentialHeaders: readonly string[];
  /** The headers that make a call a part of the trace at hand. Defaults to those of the caller. */
  getTraceHeaders?: () => Readonly<Record<string, string>>;
  /** The size in bytes above which a request is refused. */
  maxBodyBytes: number;
  /** True from the moment the process was told to go. */
  isLeaving: () => boolean;
  clock: Clock;
  log: AgentLog;
  /** Defaults to the resolver of the system. */
  resolve?: Resolve | undefined;
}

/** What makes one agent of several replicas. */
export interface Replicas {
  /** A handler that answers for all of them. */
  wrap: (local: A2ARequestHandler) => A2ARequestHandler;
  /** What the replicas ask each other for besides. */
  routes: RouteEntry[];
  /** Gives the tasks that nobody works on to one that stays. */
  handOver: (cut: AbortSignal) => Promise<void>;
  /** Ends the connections to the others. */
  close: () => void;
}

/**
 * Makes one agent of several replicas, and tells the others that this one is there; undefined
 * where there is no way to find them.
 */
export function createReplicas(
  found: SiblingsHost | undefined,
  options: ReplicasOptions,
): Replicas | undefined {
  if (found === undefined) {
    return undefined;
  }
  const { clock, log, maxBodyBytes, ownAddresses, registry, resolve } = options;
  const client = createSiblingClient(clock);
  const siblings = createSiblings({
    host: found.host,
    port: found.port ?? options.port,
    ownAddresses,
    clock,
    log,
    ...(resolve === undefined ? {} : { resolve }),
  });
  const handOver = createHandOver({
    siblings,
    client,
    exportTasks: registry.exportRecords,
    maxBodyBytes,
    clock,
    log,
  });
  const takeOver = createHandOverRoute({ ...options, siblings, adopt: registry.adopt });
  const endAnnouncement = announce({ ...options, siblings, client });
  return {
    wrap: (local) => createSiblingHandler(local, { ...options, siblings, client, handOver }),
    routes: [
      { methods: ["POST"], path: HAND_OVER_PATH, route: takeOver },
      { methods: ["POST"], path: ANNOUNCEMENT_PATH, route: createAnnouncementRoute(siblings) },
    ],
    handOver: handOver.give,
    close: () => {
      endAnnouncement();
      client.close();
    },
  };
}
