import { SettingsError, type SettingsIssue, SIDECAR_PORT, toAuth } from "@berth/contract";
import type { AgentCore, Ground } from "../agent-core.js";
import { createAgentFront } from "../agent-front.js";
import { createAuthenticator } from "../auth/authenticator.js";
import { type GivenCards, isCardGiven, loadCards } from "../card/load-card.js";
import { readSigningKey } from "../card/signing-key.js";
import { collectIssues } from "../collect-issues.js";
import { createDeletionCost } from "../deletion-cost/create-deletion-cost.js";
import { createLifecycle } from "../lifecycle.js";
import { createLog } from "../log.js";
import { createMetrics } from "../metrics.js";
import { createWebhookCheck } from "../push/check-webhook.js";
import { createMemoryTaskStore } from "../tasks/memory-task-store.js";
import { getState } from "../tasks/task-record.js";
import { isIdle } from "../tasks/task-state.js";
import { createTracing } from "../tracing/tracing.js";
import type { FetchedCard } from "../upstream/fetch-card.js";
import { createUpstream, type Upstream } from "../upstream/upstream.js";
import { type AdoptOptions, adoptRunningTasks } from "./adopt-running-tasks.js";
import { createAgentCalls } from "./agent-calls.js";
import { collectEndedTasks } from "./collect-ended-tasks.js";
import type { FollowWorkOptions } from "./follow-work.js";
import { mergeCards } from "./merge-card.js";
import { createProxyHandler } from "./proxy-handler.js";
import type { AgentProxyOptions } from "./proxy-options.js";
import { toServedCards } from "./served-cards.js";
import { createTaskTracker } from "./task-tracker.js";
import { DEFAULT_UPSTREAM_URL, expectOtherPort } from "./upstream-url.js";

/**
 * A task that nobody watches may stay as it is for so long at least, and as long as a drain would wait. One
 * that its agent has forgotten to end would hold its place for ever.
 */
const MIN_SILENCE_MS = 60 * 60 * 1000;

/**
 * Puts the parts of a proxy together.
 *
 * @throws SettingsError when the card or the settings are wrong, with all issues at once.
 */
export function createProxyCore(
  { clock, config, host }: Ground,
  options: AgentProxyOptions,
): AgentCore {
  const { card, cardFile } = options;
  const upstreamUrl = options.upstreamUrl ?? config.upstream.url ?? DEFAULT_UPSTREAM_URL;
  const given: GivenCards = {
    card,
    cardFile: cardFile === undefined ? undefined : { path: cardFile, setting: "cardFile" },
  };
  const issues: SettingsIssue[] = [];
  const expectNotItself = (port: number): void => {
    expectOtherPort(upstreamUrl, { host: options.host, port });
  };
  const mounted = collectIssues(issues, () =>
    isCardGiven(given, config) ? loadCards(given, config) : undefined,
  );
  collectIssues(issues, () => {
    expectNotItself(options.port ?? config.port ?? SIDECAR_PORT);
  });
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
  const signingKey =
    config.cardSigningKeyFile === undefined
      ? undefined
      : readSigningKey({ keyFile: config.cardSigningKeyFile });
  const log =
    options.log ?? createLog({ level: config.logLevel, getFacts: () => tracing.getLogFacts() });
  const { name = "agent", version = "" } = mounted?.main.card ?? {};
  const tracing = createTracing({ settings: config.tracing, agent: { name, version }, clock, log });
  const auth = options.auth === undefined ? config.auth : toAuth(options.auth);
  const authenticator = createAuthenticator(auth, { clock, log });

  const lifecycle = createLifecycle({
    maxTaskSeconds: config.maxTaskSeconds,
    acceptWindowSeconds: config.acceptWindowSeconds,
    isDrainOn: config.isDrainOn,
    clock,
    host,
    log,
    abortTasks: () => {
      tracker.abortAll();
    },
    settle: async (cut) => {
      if (front.replicas !== undefined) {
        await collectEndedTasks({ tracker, records, calls, cut });
        await front.replicas.handOver(cut);
      }
      await tracing.close();
    },
    onStateChange: (state) => {
      metrics.onDrainState(state, clock.elapsedMs());
      deletionCost?.onStateChange(state);
      adoptOnce();
    },
  });
  const { drain } = lifecycle;
  const metrics = createMetrics({
    getActiveTasks: () => tracker.activeCount,
    getQueuedTasks: () => tracker.queuedCount,
    getCapacity: () => tracker.capacity,
    isDraining: () => drain.state !== "ready" && drain.state !== "starting",
  });
  const deletionCost = createDeletionCost(config.deletionCost, { clock, log });
  const records = createMemoryTaskStore({ clock });
  const tracker = createTaskTracker({
    drain,
    clock,
    observer: metrics.taskObserver,
    onCount: deletionCost?.onCount,
    maxConcurrentTasks: options.maxConcurrentTasks ?? config.maxConcurrentTasks,
    maxQueuedTasks: options.maxQueuedTasks ?? config.maxQueuedTasks,
  });

  let upstream: Upstream | undefined;
  const calls = createAgentCalls({
    upstream: {
      get agent() {
        if (upstream === undefined) {
          throw new Error("The proxy is not open yet.");
        }
        return upstream.agent;
      },
      onUnreachable: () => upstream?.onUnreachable(),
    },
    getTraceHeaders: tracing.getHeaders,
    workSignal: tracker.abortSignal,
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
  const following: FollowWorkOptions & Pick<AdoptOptions, "calls"> = {
    calls,
    records,
    clock,
    log,
    signal: tracker.abortSignal,
    maxSilenceMs: Math.max(config.maxTaskSeconds * 1000, MIN_SILENCE_MS),
  };
  let isAgentThere = false;
  let adoption: Promise<void> | undefined;
  const adoptOnce = (): void => {
    if (isAgentThere && adoption === undefined && drain.state === "ready") {
      // An agent that comes after the proxy works on nothing: what it lists is of others.
      adoption =
        upstream?.wasThereFirst === true
          ? adoptRunningTasks({ ...following, tracker }).catch((error: unknown) => {
              log.warn({ err: error }, "What the agent works on could not be counted");
            })
          : Promise.resolve();
    }
  };
  /** Only the agent was to go, not the pod: whoever runs this process starts it anew. */
  const exitAfterDrain = async (): Promise<void> => {
    // What the tasks have left may still be under way.
    await lifecycle.drainAndStay();
    if (lifecycle.isStaying) {
      log.warn({}, "The agent is back after a drain: the process exits");
      host.exit(0);
    }
  };
  return {
    lifecycle,
    metrics,
    log,
    isUpstreamReachable: () => upstream?.isReachable ?? false,
    drainAndStay: async () => {
      // The kubelet also asks when it is about to restart an agent that answers it no more: then the pod
      // stays, and nothing runs that could be waited for.
      if (tracker.activeCount > 0 || (await upstream?.checkNow()) === true) {
        upstream?.watchClosely();
        await adoption;
        await lifecycle.drainAndStay();
      } else {
        log.warn({}, "There is no drain: the agent takes no connections");
      }
    },
    open: async (place) => {
      expectNotItself(place.port);
      await tracing.start();
      const agentIsThere = Promise.withResolvers<FetchedCard>();
      const behind = await createUpstream({
        url: upstreamUrl,
        cardPath: options.upstreamCardPath ?? config.upstream.cardPath,
        rpcPath: options.upstreamRpcPath ?? config.upstream.rpcPath,
        clock,
        log,
        onReachable: () => {
          if (lifecycle.isStaying) {
            void exitAfterDrain();
          }
        },
        onAgent: (fetched) => {
          agentIsThere.resolve(fetched);
          isAgentThere = true;
          adoptOnce();
          front.cards?.refresh().catch((error: unknown) => {
            log.warn({ err: error }, "The card of the agent is not taken");
          });
        },
      });
      upstream = behind;
      if (mounted === undefined) {
        log.info({ url: upstreamUrl }, "No card was given: the proxy waits for that of the agent");
      }
      const cards = mounted ?? toServedCards(await agentIsThere.promise);
      return front.open(place, {
        cards,
        complete: (main) => mergeCards(main, behind.agent.card),
        registry: {
          adopt: async (task, scope) =>
            isIdle(getState(task)) &&
            tracker.findScope(task.id) === undefined &&
            (await records.add(task, scope)),
          exportRecords: () => records.getIdle(),
        },
        createHandler: (source) =>
          createProxyHandler({
            get card() {
              return source.card;
            },
            get document() {
              return source.document;
            },
            ...following,
            calls,
            tracker,
            records,
            isScoped: auth !== undefined,
            checkWebhook: createWebhookCheck({ allowlist: config.webhookAllowlist, clock }),
            getExtendedCard: source.extended,
            expectAuthenticated: authenticator.expectAuthenticated,
          }),
      });
    },
    close: () => {
      front.close();
      upstream?.close();
      deletionCost?.close();
    },
  };
}
