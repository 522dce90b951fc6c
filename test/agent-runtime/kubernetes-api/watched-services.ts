import { expect, onTestFinished, vi } from "vitest";
import { type Clock, systemClock } from "../../../agent-runtime/src/clock.ts";
import {
  createObjectFeed,
  type ObjectFeed,
} from "../../../agent-runtime/src/kubernetes-api/object-feed.ts";
import { toSelection } from "../../../agent-runtime/src/kubernetes-api/selection.ts";
import type { ApiServerStandIn } from "./api-server-stand-in.ts";
import type { StoredObject } from "./stored-objects.ts";

const labels = { protocol: "a2a" };

/** A Service of an agent. */
export const toService = (name: string, port = 8000, namespace = "agents"): StoredObject => ({
  metadata: { name, namespace, labels },
  spec: { ports: [{ port }] },
});

/** The ports of Services, as they are known. */
export interface Watched {
  feed: ObjectFeed<number>;
  /** What is known, in the order of the names. */
  known: () => Record<string, number> | undefined;
  changes: () => number;
}

export interface WatchSettings {
  clock?: Clock;
  /** Follows those of all namespaces, in place of `agents`. */
  isAll?: boolean;
  tokenFile?: string;
}

/** Follows the Services with the label until the test is over. */
export function watch(
  api: ApiServerStandIn,
  { clock = systemClock, isAll = false, tokenFile }: WatchSettings = {},
): Watched {
  let changes = 0;
  const feed = createObjectFeed({
    server: { url: api.url, trust: { tokenFile } },
    selection: toSelection("/api/v1", "services", isAll ? undefined : "agents", "protocol=a2a"),
    parse: (object) => (object as { spec: { ports: [{ port: number }] } }).spec.ports[0].port,
    clock,
    // The shortest waits there are.
    random: () => 0,
    onChange: () => {
      changes += 1;
    },
  });
  onTestFinished(() => {
    feed.close();
  });
  return {
    feed,
    known: () => feed.objects && Object.fromEntries([...feed.objects].sort()),
    changes: () => changes,
  };
}

/** How often all of them were asked for. */
export const lists = (api: ApiServerStandIn): number =>
  api.questions.filter(({ query }) => query["watch"] === undefined).length;

export const untilWatched = (api: ApiServerStandIn): Promise<void> =>
  vi.waitFor(() => {
    expect(api.watchCount).toBe(1);
  });
