import type { AgentCardSettings, AuthSettings } from "@berth/contract";
import type { AgentLog } from "../agent-task.js";
import type { PortSettings } from "../server-options.js";

/** What makes a proxy. What is not given comes from the environment, then from defaults. */
export interface AgentProxyOptions extends PortSettings {
  /** Where the agent listens. Defaults to `A2A_UPSTREAM_URL`, then to `http://127.0.0.1:8000`. */
  upstreamUrl?: string;
  /**
   * The path of the agent's own card. Defaults to `A2A_UPSTREAM_CARD_PATH`, then to where cards are.
   */
  upstreamCardPath?: string;
  /**
   * The path where the agent takes JSON-RPC. Defaults to `A2A_UPSTREAM_RPC_PATH`, then to what its card
   * says.
   */
  upstreamRpcPath?: string;
  /**
   * The card of the agent. Defaults to the file that `A2A_CARD_FILE` names, then to
   * `/etc/a2a/card.json`, then to `AGENT_NAME`, `AGENT_DESCRIPTION`, `AGENT_VERSION` and
   * `AGENT_SKILLS`, then to the card that the agent serves.
   */
  card?: AgentCardSettings;
  /** A file with the card, in place of `card`. Callers get what it says now: it is watched. */
  cardFile?: string;
  /** How callers show who they are. Defaults to `A2A_AUTH`, then to nobody being asked. */
  auth?: AuthSettings;
  /**
   * How many tasks the agent works on at a time. Defaults to `A2A_MAX_CONCURRENT_TASKS`, then to as many
   * as come.
   */
  maxConcurrentTasks?: number;
  /**
   * How many messages wait while the agent works on as many tasks as it may; more are refused. Defaults
   * to `A2A_MAX_QUEUED_TASKS`, then to 100.
   */
  maxQueuedTasks?: number;
  /** Where the proxy logs. Defaults to JSON lines on the standard error. */
  log?: AgentLog;
}
