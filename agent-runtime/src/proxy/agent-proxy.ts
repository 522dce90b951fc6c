import { SIDECAR_PORT } from "@berth/contract";
import type { Ground } from "../agent-core.js";
import { systemClock } from "../clock.js";
import { readConfig } from "../config.js";
import { createCoreServer } from "../core-server.js";
import { hostProcess } from "../server.js";
import type { AgentServer } from "../server-options.js";
import { createProxyCore } from "./proxy-core.js";
import type { AgentProxyOptions } from "./proxy-options.js";

/**
 * Makes a proxy in front of an agent of any framework that answers A2A (https://a2a-protocol.org) by
 * itself: it adds the versions of the protocol that the agent does not speak, limits, metrics, siblings
 * and a drain.
 *
 * @throws SettingsError when the card or the environment is wrong, with all issues at once.
 */
export function createAgentProxy(options: AgentProxyOptions = {}): AgentServer {
  return createAgentProxyOn(
    { config: readConfig(), clock: systemClock, host: hostProcess },
    options,
  );
}

/** Makes a proxy on another ground than this process, its environment and its time. */
export function createAgentProxyOn(ground: Ground, options: AgentProxyOptions): AgentServer {
  return createCoreServer({
    core: createProxyCore(ground, options),
    config: ground.config,
    host: ground.host,
    settings: options,
    defaultPort: SIDECAR_PORT,
  });
}
