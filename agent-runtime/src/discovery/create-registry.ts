import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { AgentPlace, PlaceSourceFactory } from "./agent-place.js";
import type { AgentRegistry, DiscoveredAgent, DiscoveryProblem } from "./agent-registry.js";
import { type CardReader, createCardReader } from "./card-reader.js";
import { createCardSlots } from "./card-slots.js";
import { createChangeLog, READINESS } from "./change-log.js";
import { fetchCard } from "./fetch-card.js";
import { rankAgents } from "./rank-agents.js";

/** What tells that an agent is there, and that nobody can ask it for its card. */
const NOT_READY = {
  propertyPath: READINESS,
  reason: "'endpoints' (none ready) must have a pod that is ready: its card is not known before.",
};

export interface RegistryOptions {
  createSource: PlaceSourceFactory;
  clock: Clock;
  /** Told of agents that come and go, and of each problem once. */
  log?: AgentLog | undefined;
  random?: (() => number) | undefined;
}

interface KnownPlace {
  place: AgentPlace;
  reader: CardReader;
}

/** Makes a registry of the agents at the places of a source. */
export function createRegistry(options: RegistryOptions): AgentRegistry {
  const { clock, createSource, log, random } = options;
  const slots = createCardSlots();
  const known = new Map<string, KnownPlace>();
  const listeners = new Set<() => void>();
  const settled = Promise.withResolvers<undefined>();
  let isClosed = false;
  let isTelling = false;

  const addPlace = (key: string, place: AgentPlace): KnownPlace => {
    const { cardUrl, url } = place;
    const reader = createCardReader({
      url,
      cardUrl,
      fetchCard,
      slots,
      clock,
      random,
      onChange: tell,
    });
    const added = { place, reader };
    known.set(key, added);
    return added;
  };
  const putPlace = (key: string, place: AgentPlace): void => {
    let entry = known.get(key);
    if (entry !== undefined && entry.place.cardUrl !== place.cardUrl) {
      entry.reader.close();
      entry = undefined;
    }
    const { place: former, reader } = entry ?? addPlace(key, place);
    known.set(key, { place, reader });
    reader.setAsking(isAskable(place));
    // One that begins to be asked is asked at once anyway.
    if (isAskable(former) && former.edition !== place.edition) {
      reader.refresh();
    }
  };
  const update = (): void => {
    if (isClosed) {
      return;
    }
    for (const [key, { reader }] of known) {
      if (!source.places.has(key)) {
        reader.close();
        known.delete(key);
      }
    }
    for (const [key, place] of source.places) {
      putPlace(key, place);
    }
    tell();
  };
  /** One call for all that changes at a time. */
  const tell = (): void => {
    if (isTelling || isClosed) {
      return;
    }
    isTelling = true;
    queueMicrotask(() => {
      isTelling = false;
      if (isClosed) {
        return;
      }
      for (const listener of listeners) {
        listener();
      }
      if (source.isSettled && [...known.values()].every(hasSettled)) {
        settled.resolve(undefined);
      }
    });
  };
  const inOrder = (): KnownPlace[] => [...known.values()].sort(comparePlaces);

  const registry: AgentRegistry = {
    list: () => inOrder().flatMap(toAgents),
    problems: () => inOrder().flatMap(toProblems),
    find: (query) => rankAgents(registry.list(), query),
    failures: () => source.failures,
    onChange: (callback) => {
      // An own one: the same callback may be given twice.
      const listener = (): void => {
        callback();
      };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    whenSettled: () => settled.promise,
    close: () => {
      isClosed = true;
      source.close();
      for (const { reader } of known.values()) {
        reader.close();
      }
      settled.resolve(undefined);
    },
  };
  if (log !== undefined) {
    registry.onChange(createChangeLog(registry, log));
  }
  const source = createSource(update);
  update();
  return registry;
}

function isAskable({ isReady, issues }: AgentPlace): boolean {
  return issues.length === 0 && isReady !== false;
}

function hasSettled({ place, reader }: KnownPlace): boolean {
  return reader.wasTried || !isAskable(place);
}

function toAgents({ place, reader }: KnownPlace): DiscoveredAgent[] {
  const { isReady = reader.issues.length === 0, issues, name, namespace, url } = place;
  const { card } = reader;
  return card === undefined || issues.length > 0 ? [] : [{ name, namespace, url, isReady, card }];
}

function toProblems({ place, reader }: KnownPlace): DiscoveryProblem[] {
  const { isReady, name, namespace, url } = place;
  const isUnknown = isReady === false && reader.card === undefined && reader.issues.length === 0;
  const issues = [...place.issues, ...reader.issues, ...(isUnknown ? [NOT_READY] : [])];
  return issues.length === 0 ? [] : [{ name, namespace, url, issues }];
}

/** By code units: the order is the same on every machine. */
function comparePlaces({ place: one }: KnownPlace, { place: other }: KnownPlace): number {
  const [a, b] = [one, other].map(({ name, namespace = "" }) => `${namespace}/${name}`);
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
