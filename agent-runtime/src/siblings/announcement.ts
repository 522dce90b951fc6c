import { z } from "zod";
import type { Clock } from "../clock.js";
import { type HttpRoute, toJsonAnswer } from "../http/http-exchange.js";
import { toErrorAnswer } from "../http/router.js";
import type { Sibling, Siblings } from "./find-siblings.js";
import type { SiblingClient } from "./sibling-client.js";

/** Where a replica says that it is there. On the A2A port, for siblings alone. */
export const ANNOUNCEMENT_PATH = "/.well-known/berth/siblings";

/** A replica says so again and again, until DNS has told everybody: answers are kept for 30 s. */
const ANNOUNCE_MS = 60_000;
const PERIOD_MS = 5_000;

const TIMEOUT_MS = 1_000;

/** So many addresses are looked up at a time. Whoever is refused says so again. */
const MAX_CHECKS = 10;

const answerSchema = z.object({ siblings: z.array(z.string()).max(1_000) });

export interface AnnouncementOptions {
  siblings: Siblings;
  client: SiblingClient;
  /** True from the moment the process was told to go. */
  isLeaving: () => boolean;
  clock: Clock;
}

/**
 * Tells the other replicas for a minute that this one is there, and learns from them who else has
 * said so: DNS tells of a new replica only when its former answer is forgotten. Returns what ends it.
 */
export function announce({ client, clock, isLeaving, siblings }: AnnouncementOptions): () => void {
  const end = new AbortController();
  const startedMs = clock.elapsedMs();
  let cancelTimer = (): void => undefined;

  const tell = async (sibling: Sibling): Promise<void> => {
    const timeout = new AbortController();
    const cancelTimeout = clock.startTimer(TIMEOUT_MS, () => {
      timeout.abort();
    });
    try {
      const signal = AbortSignal.any([end.signal, timeout.signal]);
      const { status, text } = await client.post(sibling, ANNOUNCEMENT_PATH, "{}", signal);
      if (status === 200) {
        siblings.learn(answerSchema.parse(JSON.parse(text)).siblings);
      }
    } catch {
      // It may start, or go. It is told again, or is there no more.
    } finally {
      cancelTimeout();
    }
  };
  const tellAll = async (): Promise<void> => {
    const known = (await siblings.find()) ?? [];
    await Promise.all(known.map(tell));
    if (!end.signal.aborted && !isLeaving() && clock.elapsedMs() - startedMs < ANNOUNCE_MS) {
      cancelTimer = clock.startTimer(PERIOD_MS, () => void tellAll());
    }
  };

  void tellAll();
  return () => {
    end.abort();
    cancelTimer();
  };
}

/** Makes what takes announcements. For whoever is no replica there is nothing here. */
export function createAnnouncementRoute(siblings: Siblings): HttpRoute {
  let checks = 0;
  return async ({ path, remoteAddress }) => {
    if (checks >= MAX_CHECKS) {
      return toErrorAnswer(503, "UNAVAILABLE", "Ask again.");
    }
    checks += 1;
    try {
      return (await siblings.announce(remoteAddress))
        ? toJsonAnswer(200, { siblings: siblings.getAnnounced() })
        : toErrorAnswer(404, "NOT_FOUND", `There is nothing at '${path}'.`);
    } finally {
      checks -= 1;
    }
  };
}
