import type { AgentCardSettings, AuthSettings, Peer } from "@berth/contract";
import type { AgentExecutor, AgentLog } from "./agent-task.js";

/** Where a server listens, and where callers reach it. */
export interface PortSettings {
  /** The address to listen on. Defaults to all interfaces. */
  host?: string;
  /** The port for A2A, 0 for any free one. Defaults to `A2A_PORT`, then to 8000, and to 8080 for a proxy. */
  port?: number;
  /** The port for metrics, 0 for any free one. Defaults to 9464. */
  metricsPort?: number;
  /** The port for probes and the drain, 0 for any free one. Defaults to 9465. */
  adminPort?: number;
  /**
   * Where callers reach the agent, for the interfaces on its card. Defaults to `AGENT_URL`, then to
   * `http://localhost`, or `host` where it is given, with the port.
   */
  url?: string;
}

/** What makes an agent server. What is not given comes from the environment, then from defaults. */
export interface AgentServerOptions extends PortSettings {
  /** What the agent does. */
  executor: AgentExecutor;
  /**
   * The card of the agent. Defaults to the file that `A2A_CARD_FILE` names, then to
   * `/etc/a2a/card.json`, then to `AGENT_NAME`, `AGENT_DESCRIPTION`, `AGENT_VERSION` and
   * `AGENT_SKILLS`.
   */
  card?: AgentCardSettings;
  /** A file with the card, in place of `card`. Callers get what it says now: it is watched. */
  cardFile?: string;
  /**
   * The card for callers who have shown who they are. Defaults to the file that
   * `A2A_EXTENDED_CARD_FILE` names, then to none.
   */
  extendedCard?: AgentCardSettings;
  /** The agents that this one may call. Defaults to `A2A_PEERS`. */
  peers?: Peer[];
  /** How callers show who they are. Defaults to `A2A_AUTH`, then to nobody being asked. */
  auth?: AuthSettings;
  /**
   * How many tasks are worked on at a time. Defaults to `A2A_MAX_CONCURRENT_TASKS`, then to as many
   * as come.
   */
  maxConcurrentTasks?: number;
  /**
   * How many tasks wait while as many as may be are worked on; more are refused. Defaults to
   * `A2A_MAX_QUEUED_TASKS`, then to 100.
   */
  maxQueuedTasks?: number;
  /** How long the executor may work on a message, in seconds. Defaults to as long as it takes. */
  maxExecutionSeconds?: number;
  /** How long a task can be asked for after its end, in seconds. Defaults to 3600. */
  taskRetentionSeconds?: number;
  /** Where the server and the tasks log. Defaults to JSON lines on the standard error. */
  log?: AgentLog;
}

/** Where a server listens. */
export interface AgentServerAddresses {
  /** Where callers reach the agent. */
  url: string;
  /** Where the card is. */
  cardUrl: string;
  /** The port for A2A. */
  port: number;
  metricsPort: number;
  adminPort: number;
}

/** An agent that answers A2A. */
export interface AgentServer {
  /**
   * Opens the ports and resolves once the agent is ready for tasks.
   *
   * From then on SIGTERM and SIGINT drain the process: new tasks are refused, running ones are
   * waited for, and the process exits as soon as the last one has ended. A second signal ends it at
   * once.
   *
   * @throws ListenError when a port cannot be opened.
   */
  listen: () => Promise<AgentServerAddresses>;
  /** Does what SIGTERM does, but leaves the process alive. Resolves when the ports are closed. */
  close: () => Promise<void>;
}
