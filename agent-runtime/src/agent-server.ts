import { ADMIN_PORT, HTTP_PATHS, METRICS_PORT } from "@berth/contract";
import { loadCard, toCardDocument } from "./agent-card.js";
import { type Clock, systemClock } from "./clock.js";
import { readConfig, type RuntimeConfig } from "./config.js";
import { createAdminApp, createAgentApp, createMetricsApp } from "./http/app.js";
import { type HttpApp, toErrorAnswer } from "./http/router.js";
import { createLifecycle } from "./lifecycle.js";
import { createLog, createTaskLog } from "./log.js";
import { createMetrics } from "./metrics.js";
import { createPeers } from "./peers/create-peers.js";
import { createRequestHandler } from "./protocol/request-handler.js";
import { type HostProcess, hostProcess, type OpenPort, openPort } from "./server.js";
import type { AgentServer, AgentServerAddresses, AgentServerOptions } from "./server-options.js";
import { createMemoryTaskStore } from "./tasks/memory-task-store.js";
import { createTaskRegistry } from "./tasks/task-registry.js";

const ABORTED_TEXT =
  "The agent had to go away before the task was done. Send the message again: another replica takes it.";

/** What a server rests on. */
interface Ground {
  config: RuntimeConfig;
  clock: Clock;
  host: HostProcess;
}

/**
 * Makes an agent that answers A2A (https://a2a-protocol.org) by an executor.
 *
 * @throws SettingsError when the card or the environment is wrong, with all issues at once.
 */
export function createAgentServer(options: AgentServerOptions): AgentServer {
  return createAgentServerOn(
    { config: readConfig(), clock: systemClock, host: hostProcess },
    options,
  );
}

/** Makes an agent server on another ground than this process, its environment and its time. */
export function createAgentServerOn(ground: Ground, options: AgentServerOptions): AgentServer {
  const { clock, config, host } = ground;
  const card = loadCard(options.card, config);
  const log = options.log ?? createLog();

  const lifecycle = createLifecycle({
    maxTaskSeconds: config.maxTaskSeconds,
    acceptWindowSeconds: config.acceptWindowSeconds,
    isDrainOn: config.isDrainOn,
    clock,
    host,
    log,
    abortTasks: () => {
      registry.abortAll(ABORTED_TEXT);
    },
  });
  const { drain } = lifecycle;
  const metrics = createMetrics({
    getActiveTasks: () => drain.activeTasks,
    isDraining: () => drain.state !== "ready" && drain.state !== "starting",
  });
  const registry = createTaskRegistry({
    executor: options.executor,
    createTaskPeers: createPeers(options.peers ?? config.peers, metrics.onPeerCall),
    store: createMemoryTaskStore(),
    drain,
    clock,
    createTaskLog: (facts) => createTaskLog(log, facts),
    observer: metrics.taskObserver,
  });

  const expectNotClosed = (): void => {
    if (drain.state === "closed") {
      throw new Error("The server is closed. Make another one with createAgentServer().");
    }
  };

  /** Opens a port that the server takes care of until its end. */
  const open = async (setting: string, given: number | undefined, port: number, app: HttpApp) => {
    const opened = await openPort({
      setting,
      host: options.host,
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

  const openAgentPort = async (): Promise<{ port: OpenPort; url: string }> => {
    // The port wants an app, and the app a card with the port.
    let app: HttpApp = () => toErrorAnswer(503, "UNAVAILABLE", "The agent starts. Ask again.");
    const port = await open("port", options.port, config.port, (request) => app(request));
    const given = options.url ?? config.url ?? `http://localhost:${port.port}`;
    const url = new URL(given).href;
    const document = toCardDocument(card, url);
    metrics.setAgent(document);
    app = createAgentApp({
      card: document,
      handler: createRequestHandler({ card, document, registry }),
      maxBodyBytes: config.maxBodyBytes,
      clock,
      metrics,
      log,
    });
    return { port, url };
  };

  const listen = async (): Promise<AgentServerAddresses> => {
    lifecycle.watch();
    const agent = await openAgentPort();
    const admin = createAdminApp({
      getState: () => drain.state,
      drain: lifecycle.drainAndStay,
      log,
    });
    const adminPort = await open("adminPort", options.adminPort, ADMIN_PORT, admin);
    const exposition = createMetricsApp(metrics, log);
    const metricsPort = await open("metricsPort", options.metricsPort, METRICS_PORT, exposition);
    const addresses = {
      url: agent.url,
      cardUrl: new URL(HTTP_PATHS.card, agent.url).href,
      port: agent.port.port,
      metricsPort: metricsPort.port,
      adminPort: adminPort.port,
    };
    log.info(addresses, "The agent listens");
    drain.markReady();
    return addresses;
  };

  let listening: Promise<AgentServerAddresses> | undefined;
  const listenOrLeave = async (): Promise<AgentServerAddresses> => {
    try {
      expectNotClosed();
      return await listen();
    } catch (error) {
      await lifecycle.leave();
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
      await lifecycle.leave();
      // A port that was being opened is closed when it is open.
      await Promise.allSettled([listening]);
    },
  };
}
