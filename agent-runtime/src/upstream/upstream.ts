import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import { fetchCard, type FetchedCard } from "./fetch-card.js";
import { createServedAgent, type ServedAgent } from "./served-agent.js";
import { createUpstreamConnection } from "./upstream-connection.js";
import { UpstreamError } from "./upstream-error.js";

/** An agent that starts is ready as soon as it can be. */
const STARTING_PERIOD_MS = 250;

/** One that works is asked now and then: it may have gone, or be another one by now. */
const PERIOD_MS = 5_000;

export interface UpstreamOptions {
  /** Where the agent listens. */
  url: string;
  /** Where its card is, when it is not where cards are. */
  cardPath: string | undefined;
  /** Where it takes JSON-RPC, in place of what its card says. */
  rpcPath: string | undefined;
  clock: Clock;
  log: AgentLog;
  /** Is told when the agent is there for the first time, or has another card. */
  onAgent: (agent: ServedAgent) => void;
  /** Is told when the agent takes connections, at first and each time after it has taken none. */
  onReachable: () => void;
}

/** The agent behind the proxy. */
export interface Upstream {
  /** How it is called: by its card, once that was read, else as most agents are. */
  readonly agent: ServedAgent;
  /** True while it takes connections. */
  readonly isReachable: boolean;
  /** A call did not reach it: it is looked for at once. */
  onUnreachable: () => void;
  /** Looks for it no more, and closes every connection. */
  close: () => void;
}

/**
 * Looks after the agent behind the proxy: waits until it takes connections, reads its card, and does
 * so again when it has gone and come back. That it is slow says nothing: it may be working.
 */
export async function createUpstream(options: UpstreamOptions): Promise<Upstream> {
  const { clock, log, onAgent, url } = options;
  const connection = createUpstreamConnection(url);
  let agent = await createServedAgent(undefined, { ...options, connection });
  let isReachable = false;
  let isClosed = false;
  let isLooking = false;
  let told = "";
  let cancelTimer = (): void => undefined;

  const take = async (fetched: FetchedCard): Promise<void> => {
    const next = JSON.stringify(fetched);
    if (next === told) {
      return;
    }
    told = next;
    if (fetched.card === undefined) {
      log.warn({ url, reason: fetched.reason }, "The agent serves no card that can be read");
    }
    agent = await createServedAgent(fetched.card, { ...options, connection });
    const { protocolBinding, protocolVersion, url: calledUrl } = agent.called;
    log.info({ url: calledUrl, protocolBinding, protocolVersion }, "The agent is there");
    onAgent(agent);
  };
  const look = async (): Promise<void> => {
    isLooking = true;
    try {
      await take(await fetchCard({ ...options, connection }));
      const wasReachable = isReachable;
      isReachable = true;
      if (!wasReachable) {
        options.onReachable();
      }
    } catch (error) {
      const isGone = error instanceof UpstreamError && error.failure === "unreachable";
      if (isGone && isReachable) {
        log.warn({ url, err: error }, "The agent takes no connections any more");
      } else if (!isGone) {
        // It took the connection, and has other things to do.
        log.debug({ url, err: error }, "The agent did not hand out its card");
      }
      isReachable = !isGone && isReachable;
    }
    isLooking = false;
    if (!isClosed) {
      cancelTimer = clock.startTimer(
        isReachable ? PERIOD_MS : STARTING_PERIOD_MS,
        () => void look(),
      );
    }
  };
  void look();

  return {
    get agent() {
      return agent;
    },
    get isReachable() {
      return isReachable;
    },
    onUnreachable: () => {
      isReachable = false;
      if (!isLooking && !isClosed) {
        cancelTimer();
        void look();
      }
    },
    close: () => {
      isClosed = true;
      cancelTimer();
      connection.close();
    },
  };
}
