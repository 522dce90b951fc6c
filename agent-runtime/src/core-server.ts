import { ADMIN_PORT, HTTP_PATHS, METRICS_PORT } from "@berth/contract";
import type { AgentCore } from "./agent-core.js";
import { toConcreteHost } from "./concrete-host.js";
import type { RuntimeConfig } from "./config.js";
import { createAdminApp, createMetricsApp } from "./http/app.js";
import { type HttpApp, toErrorAnswer } from "./http/router.js";
import { type HostProcess, openPort } from "./server.js";
import type { AgentServer, AgentServerAddresses, PortSettings } from "./server-options.js";

export interface CoreServerOptions {
  core: AgentCore;
  host: Pick<HostProcess, "shrinkMemory">;
  config: Pick<RuntimeConfig, "isInPod" | "port" | "unknownVariables" | "url">;
  settings: PortSettings;
  /** The port for A2A where nothing else is said. */
  defaultPort: number;
}

/** Makes a server of what answers A2A: it opens the ports, and closes them after the drain. */
export function createCoreServer(options: CoreServerOptions): AgentServer {
  const { config, core, settings } = options;
  const { lifecycle, log } = core;
  const { drain } = lifecycle;

  const expectNotClosed = (): void => {
    if (drain.state === "closed") {
      throw new Error("The server is closed. Make another one with createAgentServer().");
    }
  };

  /** Opens a port that the server takes care of until its end. */
  const open = async (setting: string, given: number | undefined, port: number, app: HttpApp) => {
    const opened = await openPort({
      setting,
      host: settings.host,
      port: given ?? port,
      // Two agents on one laptop: only the port that callers know must be the one they know.
      isFlexible: given === undefined && setting !== "port" && !config.isInPod,
      app,
      isLeaving: () => lifecycle.isLeaving,
    });
    lifecycle.adopt(opened);
    expectNotClosed();
    return opened;
  };

  const listen = async (): Promise<AgentServerAddresses> => {
    lifecycle.watch();
    if (config.unknownVariables.length > 0) {
      log.warn(
        { variables: config.unknownVariables },
        "These variables of the environment are not known, and not heeded. See whether they are misspelt",
      );
    }
    // The port wants an app, and the app a card with the port.
    let app: HttpApp = () => toErrorAnswer(503, "UNAVAILABLE", "The agent starts. Ask again.");
    const port = await open("port", settings.port, config.port ?? options.defaultPort, (request) =>
      app(request),
    );
    // Whoever starts the agent may wait for an answer of this port first.
    const admin = createAdminApp({
      getState: () => drain.state,
      isUpstreamReachable: core.isUpstreamReachable,
      drain: core.drainAndStay ?? lifecycle.drainAndStay,
      log,
    });
    const adminPort = await open("adminPort", settings.adminPort, ADMIN_PORT, admin);
    const localHost = toConcreteHost(settings.host) ?? "localhost";
    const given = settings.url ?? config.url ?? `http://${localHost}:${port.port}`;
    const url = new URL(given).href;
    app = await core.open({ url, port: port.port });
    const exposition = createMetricsApp(core.metrics, log);
    const metricsPort = await open("metricsPort", settings.metricsPort, METRICS_PORT, exposition);
    const addresses = {
      url,
      cardUrl: new URL(HTTP_PATHS.card, url).href,
      port: port.port,
      metricsPort: metricsPort.port,
      adminPort: adminPort.port,
    };
    log.info(addresses, "The agent listens");
    options.host.shrinkMemory();
    drain.markReady();
    return addresses;
  };

  const leave = async (): Promise<void> => {
    await lifecycle.leave();
    core.close();
  };
  let listening: Promise<AgentServerAddresses> | undefined;
  const listenOrLeave = async (): Promise<AgentServerAddresses> => {
    try {
      expectNotClosed();
      return await listen();
    } catch (error) {
      await leave();
      throw error;
    }
  };
  return {
    listen: async () => {
      if (listening !== undefined) {
        throw new Error("A server listens once. Make another one with createAgentServer().");
      }
      listening = listenOrLeave();
      return listening;
    },
    close: async () => {
      await leave();
      // A port that was being opened is closed when it is open.
      await Promise.allSettled([listening]);
    },
  };
}
