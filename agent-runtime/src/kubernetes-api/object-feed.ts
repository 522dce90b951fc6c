import { z } from "zod";
import { createBackoff } from "../backoff.js";
import type { Clock } from "../clock.js";
import { wait } from "../wait.js";
import type { ApiServer } from "./api-server.js";
import { ApiServerError } from "./api-server-error.js";
import { listObjects } from "./list-objects.js";
import type { Selection } from "./selection.js";
import { type WatchEvent, watchObjects } from "./watch-objects.js";

/** The longest first wait before an API server is asked again. */
const FIRST_PAUSE_MS = 200;

/** The longest wait: so late at most it is noticed that an API server is back. */
const LONGEST_PAUSE_MS = 3_000;

/** A watch that stood for so long has worked. */
const USEFUL_WATCH_MS = 5_000;

/** How long a list may take. */
const LIST_TIMEOUT_MS = 30_000;

/** Refusals that say nothing about the moment from which on was asked: it stays good. */
const PASSING = ["429", "503", "401", "403"];

const metaSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().default(""),
    resourceVersion: z.string(),
  }),
});

const bookmarkSchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string() }),
});

/** Objects of a cluster, kept current. */
export interface ObjectFeed<Value> {
  /** What is known, by `namespace/name`. Undefined before the first answer. */
  readonly objects: ReadonlyMap<string, Value> | undefined;
  /** Why what is known may be old. Undefined while it is current. */
  readonly failure: Error | undefined;
  close: () => void;
}

export interface ObjectFeedOptions<Value> {
  server: ApiServer;
  selection: Selection;
  /** Takes out of an object what is kept of it; undefined for one that is left out. */
  parse: (object: unknown) => Value | undefined;
  clock: Clock;
  /** Another object, or another failure. */
  onChange: () => void;
  /** A number from 0 up to 1. Defaults to `Math.random`. */
  random?: (() => number) | undefined;
}

/**
 * Keeps objects of a cluster current: a list, and a watch from there on. It begins by itself, and goes on until
 * it is closed. While the API server is away, what is known stays, and `failure` says that it may be old.
 */
export function createObjectFeed<Value>(options: ObjectFeedOptions<Value>): ObjectFeed<Value> {
  const { clock, onChange, parse, random, selection, server } = options;
  const backoff = createBackoff({ firstMs: FIRST_PAUSE_MS, maxMs: LONGEST_PAUSE_MS, random });
  const closing = new AbortController();
  const { signal } = closing;
  let objects: Map<string, Value> | undefined;
  let failure: Error | undefined;
  /** Undefined: only a list can tell. */
  let resourceVersion: string | undefined;

  const setFailure = (next: Error | undefined): void => {
    if (failure?.message !== next?.message) {
      failure = next;
      onChange();
    }
  };
  const put = (into: Map<string, Value>, object: unknown): void => {
    const { name, namespace } = metaSchema.parse(object).metadata;
    const value = parse(object);
    if (value === undefined) {
      into.delete(`${namespace}/${name}`);
    } else {
      into.set(`${namespace}/${name}`, value);
    }
  };
  const list = async (): Promise<string> => {
    const cut = new AbortController();
    const cancelTimer = clock.startTimer(LIST_TIMEOUT_MS, () => {
      cut.abort();
    });
    const listed = await listObjects(
      server,
      selection,
      AbortSignal.any([signal, cut.signal]),
    ).finally(cancelTimer);
    const found = new Map<string, Value>();
    for (const item of listed.items) {
      put(found, item);
    }
    objects = found;
    failure = undefined;
    onChange();
    return listed.resourceVersion;
  };
  const take = ({ object, type }: WatchEvent): void => {
    resourceVersion = bookmarkSchema.parse(object).metadata.resourceVersion;
    if (type === "BOOKMARK" || objects === undefined) {
      return;
    }
    if (type === "DELETED") {
      const { name, namespace } = metaSchema.parse(object).metadata;
      objects.delete(`${namespace}/${name}`);
    } else {
      put(objects, object);
    }
    onChange();
  };

  const runOnce = async (): Promise<void> => {
    resourceVersion ??= await list();
    const beginMs = clock.elapsedMs();
    try {
      const end = await watchObjects(server, selection, {
        resourceVersion,
        clock,
        onOpen: () => {
          setFailure(undefined);
        },
        onEvent: take,
        signal,
      });
      if (end === "expired") {
        resourceVersion = undefined;
      }
    } finally {
      if (clock.elapsedMs() - beginMs > USEFUL_WATCH_MS) {
        backoff.reset();
      }
    }
  };
  const run = async (): Promise<void> => {
    while (!isOver(signal)) {
      try {
        await runOnce();
      } catch (error) {
        if (isOver(signal)) {
          return;
        }
        if (isAboutMoment(error)) {
          resourceVersion = undefined;
        }
        setFailure(error as Error);
      }
      await wait(clock, backoff.nextMs(), signal);
    }
  };
  void run();

  return {
    get objects() {
      return objects;
    },
    get failure() {
      return failure;
    },
    close: () => {
      closing.abort();
    },
  };
}

/** A function, so that the compiler does not take the first answer for the last. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** True when the API server said no to a watch from this moment on, or told what cannot be read. */
function isAboutMoment(error: unknown): boolean {
  return (
    !(error instanceof ApiServerError) ||
    (/^\d+$|^unknown$/.test(error.kind) && !PASSING.includes(error.kind))
  );
}
