import { DEFAULT_AGENT_PORT } from "@berth/contract";
import { createAgentCore, type Ground } from "./agent-core.js";
import { systemClock } from "./clock.js";
import { readConfig } from "./config.js";
import { createCoreServer } from "./core-server.js";
import { hostProcess } from "./server.js";
import type { AgentServer, AgentServerOptions } from "./server-options.js";

/**
 * Makes an agent that answers A2A (https://a2a-protocol.org) by an executor.
 *
 * @throws SettingsError when a card or the environment is wrong, with all issues at once.
 */
export function createAgentServer(options: AgentServerOptions): AgentServer {
  return createAgentServerOn(
    { config: readConfig(), clock: systemClock, host: hostProcess },
    options,
  );
}

/** Makes an agent server on another ground than this process, its environment and its time. */
export function createAgentServerOn(ground: Ground, options: AgentServerOptions): AgentServer {
  return createCoreServer({
    core: createAgentCore(ground, options),
    config: ground.config,
    host: ground.host,
    settings: options,
    defaultPort: DEFAULT_AGENT_PORT,
  });
}
