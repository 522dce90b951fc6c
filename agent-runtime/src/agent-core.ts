import { ENVIRONMENT, SettingsError, toAuth } from "@berth/contract";
import { createAgentFront } from "./agent-front.js";
import type { AgentLog } from "./agent-task.js";
import { createAuthenticator } from "./auth/authenticator.js";
import { loadCards } from "./card/load-card.js";
import { readSigningKey } from "./card/signing-key.js";
import type { Clock } from "./clock.js";
import type { RuntimeConfig } from "./config.js";
import { createDeletionCost } from "./deletion-cost/create-deletion-cost.js";
import type { HttpApp } from "./http/router.js";
import { createLifecycle, type Lifecycle } from "./lifecycle.js";
import { createLog, createTaskLog } from "./log.js";
import { createMetrics, type Metrics } from "./metrics.js";
import { createPeers } from "./peers/create-peers.js";
import { createRequestHandler } from "./protocol/request-handler.js";
import { createPushNotifications } from "./push/create-push-notifications.js";
import type { HostProcess } from "./server.js";
import type { AgentServerOptions } from "./server-options.js";
import { createMemoryTaskStore } from "./tasks/memory-task-store.js";
import { combineObservers } from "./tasks/task-observer.js";
import { createTaskRegistry } from "./tasks/task-registry.js";
import { TERMINATED_TEXT } from "./tasks/terminated-task.js";
import { createTracing } from "./tracing/tracing.js";

/** What an agent rests on. */
export interface Ground {
  config: RuntimeConfig;
  clock: Clock;
  host: HostProcess;
}

/** Where callers reach an agent, and where its siblings do. */
export interface AgentPlace {
  url: string;
  port: number;
}

/** An agent without ports. */
export interface AgentCore {
  lifecycle: Lifecycle;
  metrics: Metrics;
  log: AgentLog;
  /** Makes what answers on the port for A2A. Called once, when the port is known. */
  open: (place: AgentPlace) => Promise<HttpApp>;
  /** True while the agent behind the proxy takes connections. Missing where the agent is this process. */
  isUpstreamReachable?: () => boolean;
  /** Drains for a `preStop` hook, and stays. Defaults to the drain of the lifecycle. */
  drainAndStay?: () => Promise<void>;
  /** Ends what would go on by itself. */
  close: () => void;
}

/**
 * Puts the parts of an agent together.
 *
 * @throws SettingsError when the cards or the settings are wrong, with all issues at once.
 */
export function createAgentCore(
  { clock, config, host }: Ground,
  options: AgentServerOptions,
): AgentCore {
  const cardFile = options.cardFile;
  const loaded = loadCards(
    {
      card: options.card,
      cardFile: cardFile === undefined ? undefined : { path: cardFile, setting: "cardFile" },
      extendedCard: options.extendedCard,
    },
    config,
  );
  const signingKey =
    config.cardSigningKeyFile === undefined
      ? undefined
      : readSigningKey({ keyFile: config.cardSigningKeyFile });
  const log =
    options.log ?? createLog({ level: config.logLevel, getFacts: () => tracing.getLogFacts() });
  const { name, version } = loaded.main.card;
  const tracing = createTracing({ settings: config.tracing, agent: { name, version }, clock, log });
  const auth = options.auth === undefined ? config.auth : toAuth(options.auth);
  if (loaded.extended !== undefined && auth === undefined) {
    throw toError(
      "extendedCard",
      "The extended card must be for known callers only (A2A 1.0, section 3.1.11). Say with " +
        `'auth' or ${ENVIRONMENT.auth} how they show who they are.`,
    );
  }
  if (options.url !== undefined && !isHttpUrl(options.url)) {
    throw toError("url", `'url' (${options.url}) must be an absolute http or https URL.`);
  }
  const authenticator = createAuthenticator(auth, { clock, log });

  const lifecycle = createLifecycle({
    maxTaskSeconds: config.maxTaskSeconds,
    acceptWindowSeconds: config.acceptWindowSeconds,
    isDrainOn: config.isDrainOn,
    clock,
    host,
    log,
    abortTasks: () => {
      registry.abortAll(TERMINATED_TEXT);
    },
    settle: async (cut) => {
      await Promise.all([push.settle(cut), front.replicas?.handOver(cut)]);
      await tracing.close();
    },
    onStateChange: (state) => {
      metrics.onDrainState(state, clock.elapsedMs());
      deletionCost?.onStateChange(state);
    },
  });
  const { drain } = lifecycle;
  const metrics = createMetrics({
    getActiveTasks: () => registry.activeCount,
    getQueuedTasks: () => registry.queuedCount,
    getCapacity: () => registry.capacity,
    isDraining: () => drain.state !== "ready" && drain.state !== "starting",
  });
  const deletionCost = createDeletionCost(config.deletionCost, { clock, log });
  const push = createPushNotifications({
    allowlist: config.webhookAllowlist,
    clock,
    log,
    onDelivery: metrics.onPushDelivery,
    getTraceHeaders: tracing.getHeaders,
  });
  const registry = createTaskRegistry({
    executor: tracing.wrapExecutor(options.executor),
    createTaskPeers: createPeers(options.peers ?? config.peers, metrics.onPeerCall, tracing),
    store: createMemoryTaskStore({
      clock,
      ...(options.taskRetentionSeconds === undefined
        ? {}
        : { taskRetentionSeconds: options.taskRetentionSeconds }),
    }),
    drain,
    clock,
    createTaskLog: (facts) => createTaskLog(log, facts),
    observer: combineObservers([tracing.taskObserver, metrics.taskObserver, push.observer]),
    onCount: deletionCost?.onCount,
    maxConcurrentTasks: options.maxConcurrentTasks ?? config.maxConcurrentTasks,
    maxQueuedTasks: options.maxQueuedTasks ?? config.maxQueuedTasks,
    maxExecutionSeconds: options.maxExecutionSeconds,
  });

  const front = createAgentFront({
    auth,
    authenticator,
    signingKey,
    tracing,
    metrics,
    clock,
    config,
    log,
    isLeaving: () => lifecycle.isLeaving,
  });
  return {
    lifecycle,
    metrics,
    log,
    open: async (place) => {
      await tracing.start();
      return front.open(place, {
        cards: loaded,
        registry,
        createHandler: (source) =>
          createRequestHandler({
            get card() {
              return source.card;
            },
            get document() {
              return source.document;
            },
            registry,
            push,
            getExtendedCard: source.extended,
            expectAuthenticated: authenticator.expectAuthenticated,
          }),
      });
    },
    close: () => {
      front.close();
      deletionCost?.close();
    },
  };
}

function toError(propertyPath: string, reason: string): SettingsError {
  return new SettingsError([{ propertyPath, reason }]);
}

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
