import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import { createAbsenceLog } from "./absence-log.js";
import { fetchCard, type FetchedCard, toUnread } from "./fetch-card.js";
import { createServedAgent, type ServedAgent } from "./served-agent.js";
import { createUpstreamConnection } from "./upstream-connection.js";
import { tryConnection } from "./try-connection.js";
import { UpstreamError } from "./upstream-error.js";

/** An agent that starts is ready as soon as it can be, and one that goes may be back at once. */
const CLOSE_PERIOD_MS = 250;

/**
 * How long an agent that has begun to take connections may fail to hand out its card, before it is taken for
 * one that has none. Servers listen before all that they serve is there.
 */
const CARD_GRACE_MS = 3_000;

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
  onAgent: (fetched: FetchedCard) => void;
  /** Is told when the agent takes connections, at first and each time after it has taken none. */
  onReachable: () => void;
}

/** The agent behind the proxy. */
export interface Upstream {
  /** How it is called: by its card, once that was read, else as most agents are. */
  readonly agent: ServedAgent;
  /** True while it takes connections, however long it then takes to answer. */
  readonly isReachable: boolean;
  /** True when it took connections at the first look: it was there before. */
  readonly wasThereFirst: boolean;
  /** A call did not reach it: it is looked for at once. */
  onUnreachable: () => void;
  /**
   * Connects to it now. Resolves to whether it takes connections, within a second; where nobody says so,
   * to what is known.
   */
  checkNow: () => Promise<boolean>;
  /** From now on it is looked at every 250 ms: it is about to go, and may come back soon. */
  watchClosely: () => void;
  /** Looks for it no more, and closes every connection. */
  close: () => void;
}

/**
 * Looks after the agent behind the proxy: waits until it takes connections, reads its card, and does
 * so again when it has gone and come back. That it is slow says nothing: it may be working. A card that was
 * read is that of the agent for as long as it takes connections, or until another one is read.
 */
export async function createUpstream(options: UpstreamOptions): Promise<Upstream> {
  const { clock, log, onAgent, url } = options;
  const connection = createUpstreamConnection(url);
  const tellAbsent = createAbsenceLog(options);
  let agent = await createServedAgent(undefined, { ...options, connection });
  let isReachable = false;
  let isClosed = false;
  let isLooking = false;
  let isWatchedClosely = false;
  let wasThereFirst: boolean | undefined;
  /** How often it was found to take no connections: what was read before says nothing then. */
  let losses = 0;
  /** What was told of last, of an agent; empty before the first one. */
  let told = "";
  /** It is known what this agent serves: since it is there, its card was read, or waited for long enough. */
  let isSettled = false;
  let foundMs: number | undefined;
  let toldError = "";
  let cancelTimer = (): void => undefined;

  const lose = (): void => {
    losses += 1;
    isReachable = false;
    isSettled = false;
    foundMs = undefined;
  };
  const find = (): void => {
    if (!isReachable) {
      isReachable = true;
      options.onReachable();
    }
  };
  const take = async (fetched: FetchedCard): Promise<void> => {
    isSettled = true;
    const next = JSON.stringify(fetched);
    if (next === told) {
      return;
    }
    agent = await createServedAgent(fetched.card, { ...options, connection });
    told = next;
    if (fetched.card === undefined) {
      log.warn({ url, reason: fetched.reason }, "The agent serves no card that can be read");
    }
    const { protocolBinding, protocolVersion, url: calledUrl } = agent.called;
    log.info({ url: calledUrl, protocolBinding, protocolVersion }, "The agent is there");
    onAgent(fetched);
  };
  /** What it serves, as far as that can be told; undefined where it cannot. */
  const read = async (): Promise<FetchedCard | undefined> => {
    try {
      return await fetchCard({ ...options, connection });
    } catch (error) {
      const isUpstream = error instanceof UpstreamError;
      if (isUpstream && error.failure === "unreachable") {
        tellGone(error);
        lose();
        return undefined;
      }
      // It has other things to do, or its connection broke: does it take another one?
      return (await isTaken()) ? toUnread(url, error) : undefined;
    }
  };
  const isTaken = async (): Promise<boolean> => {
    const outcome = await tryConnection(url);
    if (outcome.kind !== "taken" && told === "") {
      tellAbsent(outcome.reason);
    }
    if (outcome.kind === "refused") {
      tellGone(undefined);
      lose();
    }
    return outcome.kind === "taken";
  };
  const tellGone = (error: Error | undefined): void => {
    if (isReachable) {
      log.warn({ url, err: error }, "The agent takes no connections any more");
    } else if (error !== undefined && error.message !== toldError) {
      toldError = error.message;
      log.warn({ url, err: error }, "The agent cannot be called");
    }
  };
  const look = async (): Promise<void> => {
    if (!isReachable || isWatchedClosely) {
      // What it serves is asked for when it has come, and not while it is about to go.
      const isThere = await isTaken();
      wasThereFirst ??= isThere;
      if (!isThere || isReachable) {
        return;
      }
    }
    if (told !== "") {
      find();
    }
    foundMs ??= clock.elapsedMs();
    const lossesBefore = losses;
    const fetched = await read();
    if (fetched === undefined || losses !== lossesBefore) {
      return;
    }
    const isWaitedFor = clock.elapsedMs() - foundMs < CARD_GRACE_MS;
    if (fetched.card === undefined && (isSettled || isWaitedFor)) {
      log.debug({ url, reason: fetched.reason }, "The agent did not hand out its card");
      return;
    }
    await take(fetched);
    find();
  };
  const keepLooking = async (): Promise<void> => {
    isLooking = true;
    await look().catch((error: unknown) => {
      log.error({ url, err: error }, "The agent could not be looked at");
    });
    isLooking = false;
    if (!isClosed) {
      const periodMs = isReachable && isSettled && !isWatchedClosely ? PERIOD_MS : CLOSE_PERIOD_MS;
      cancelTimer = clock.startTimer(periodMs, () => void keepLooking());
    }
  };
  const lookNow = (): void => {
    if (!isLooking && !isClosed) {
      cancelTimer();
      void keepLooking();
    }
  };
  void keepLooking();

  return {
    get agent() {
      return agent;
    },
    get isReachable() {
      return isReachable;
    },
    get wasThereFirst() {
      return wasThereFirst === true;
    },
    onUnreachable: () => {
      lose();
      lookNow();
    },
    checkNow: async () => {
      const wasReachable = isReachable;
      const isThere = await isTaken();
      if (isThere !== wasReachable) {
        lookNow();
      }
      return isThere || isReachable;
    },
    watchClosely: () => {
      isWatchedClosely = true;
      lookNow();
    },
    close: () => {
      isClosed = true;
      cancelTimer();
      connection.close();
    },
  };
}
