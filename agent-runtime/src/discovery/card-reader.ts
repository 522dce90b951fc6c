import type { ServedCard, SettingsIssue } from "@berth/contract";
import { createBackoff } from "../backoff.js";
import type { Clock } from "../clock.js";
import { CardError, toCardError } from "./card-error.js";
import type { CardSlots } from "./card-slots.js";
import type { CardAnswer, CardRequest } from "./fetch-card.js";

/** How long an agent may take to hand out its card. */
const CARD_TIMEOUT_MS = 4_000;

/** The longest first wait after a card could not be read. */
const FIRST_RETRY_MS = 250;

/** The longest wait. A rollout of the agent ends it. */
const LONGEST_RETRY_MS = 30_000;

/**
 * How long after an answer to `refresh` it is asked once more: the first one may be that of a pod which goes, by
 * a connection that was open or a rule of the proxy that still stood. Open connections end sooner.
 */
const SECOND_LOOK_MS = 6_000;

export interface CardReaderOptions {
  url: string;
  cardUrl: string;
  fetchCard: (request: CardRequest) => Promise<CardAnswer>;
  slots: CardSlots;
  clock: Clock;
  random?: (() => number) | undefined;
  /** Another card, or other issues, or the first attempt has ended. */
  onChange: () => void;
}

/** Keeps the card of one agent current. */
export interface CardReader {
  /** The card that was read last, and validates. */
  readonly card: ServedCard | undefined;
  /** Why there is none, or why it could not be read again. Empty after a read that went well. */
  readonly issues: readonly SettingsIssue[];
  /** It was asked for at least once. */
  readonly wasTried: boolean;
  /** Begins to ask for it, or stops: an agent without a pod that is ready is not asked. */
  setAsking: (isAsking: boolean) => void;
  /** Asks now, and a little later once more: it may be another one. */
  refresh: () => void;
  close: () => void;
}

/** Makes what keeps the card of one agent current. It asks for nothing until it is told to. */
export function createCardReader(options: CardReaderOptions): CardReader {
  const { cardUrl, clock, fetchCard, onChange, random, slots, url } = options;
  const backoff = createBackoff({ firstMs: FIRST_RETRY_MS, maxMs: LONGEST_RETRY_MS, random });
  const closing = new AbortController();
  let known: { card: ServedCard; etag: string | undefined } | undefined;
  let issues: readonly SettingsIssue[] = [];
  let wasTried = false;
  let isAsking = false;
  let isReading = false;
  /** It is to be asked for again as soon as the answer to an earlier question is there. */
  let isOutdated = false;
  /** The next answer may be that of before. */
  let isDoubtful = false;
  let cancelTimer: (() => void) | undefined;

  const plan = (delayMs: number): void => {
    cancelTimer = clock.startTimer(delayMs, begin);
  };
  const begin = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    if (!isAsking || closing.signal.aborted) {
      return;
    }
    if (isReading) {
      isOutdated = true;
      return;
    }
    isReading = true;
    void slots(issues.length === 0, read).then(() => {
      isReading = false;
      if (isOutdated) {
        isOutdated = false;
        begin();
      }
    });
  };
  const read = async (): Promise<void> => {
    if (closing.signal.aborted) {
      return;
    }
    // What is asked now is the newest.
    isOutdated = false;
    const wasDoubtful = isDoubtful;
    isDoubtful = false;
    const cut = new AbortController();
    const cancelTimeout = clock.startTimer(CARD_TIMEOUT_MS, () => {
      cut.abort();
    });
    const signal = AbortSignal.any([cut.signal, closing.signal]);
    try {
      const { freshMs, ...answer } = await fetchCard({ url, cardUrl, etag: known?.etag, signal });
      take({ ...answer, freshMs: wasDoubtful ? Math.min(freshMs, SECOND_LOOK_MS) : freshMs });
    } catch (error) {
      isDoubtful ||= wasDoubtful;
      fail(error);
    } finally {
      cancelTimeout();
    }
  };
  const take = ({ card = known?.card, etag, freshMs }: CardAnswer): void => {
    backoff.reset();
    const isOther = JSON.stringify(card) !== JSON.stringify(known?.card);
    const wereIssues = issues.length > 0 || !wasTried;
    known = card && { card, etag };
    issues = [];
    finish(isOther || wereIssues, freshMs);
  };
  const fail = (error: unknown): void => {
    const failure =
      error instanceof CardError
        ? error
        : toCardError(cardUrl, `must be readable: ${String(error)}.`, false, error);
    const isOther =
      JSON.stringify(failure.issues) !== JSON.stringify(issues) ||
      (failure.isFinal && known !== undefined);
    if (failure.isFinal) {
      known = undefined;
    }
    issues = failure.issues;
    finish(isOther || !wasTried, backoff.nextMs());
  };
  const finish = (isOther: boolean, waitMs: number): void => {
    wasTried = true;
    if (closing.signal.aborted) {
      return;
    }
    plan(waitMs);
    if (isOther) {
      onChange();
    }
  };

  return {
    get card() {
      return known?.card;
    },
    get issues() {
      return issues;
    },
    get wasTried() {
      return wasTried;
    },
    setAsking: (next) => {
      const isBeginning = next && !isAsking;
      isAsking = next;
      if (isBeginning) {
        backoff.reset();
        begin();
      }
    },
    refresh: () => {
      backoff.reset();
      isDoubtful = true;
      begin();
    },
    close: () => {
      closing.abort();
      cancelTimer?.();
    },
  };
}
