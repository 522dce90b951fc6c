import { expect, test } from "vitest";
import type { JsonObject } from "../values/json.ts";
import type { WatchEnd, WatchEvent } from "./watch.ts";
import { ApiError, UnreachableError } from "./errors.ts";
import { LONGEST_PAUSE_MS, type ObjectFeed, startObjectFeed } from "./object-feed.ts";

const SELECTION = { apiVersion: "v1", kind: "Pod", fieldSelector: "metadata.name=a" };

function pod(resourceVersion: string, name = "a"): JsonObject {
  return { kind: "Pod", metadata: { name, namespace: "n", resourceVersion } };
}

/** Each step answers the next list or watch; afterwards the script is over and the feed is ended. */
type Step =
  { list: JsonObject[] | Error; resourceVersion?: string } | { watch: WatchEvent[]; end: WatchEnd };

interface Played {
  feed: ObjectFeed;
  /** `list`, or `watch <resourceVersion>`. */
  requests: string[];
  pausesMs: number[];
  changes: number;
}

function play(steps: Step[], known?: JsonObject): Promise<Played> {
  return new Promise((resolve) => {
    const ended = new AbortController();
    const requests: string[] = [];
    const pausesMs: number[] = [];
    let changes = 0;
    function next(): Step | undefined {
      const step = steps.shift();
      if (step === undefined) {
        ended.abort();
        setImmediate(() => {
          resolve({ feed, requests, pausesMs, changes });
        });
      }
      return step;
    }
    const api = {
      list(): Promise<JsonObject> {
        const step = next();
        if (step === undefined || !("list" in step)) {
          return Promise.reject(new UnreachableError("no list is expected"));
        }
        requests.push("list");
        return step.list instanceof Error
          ? Promise.reject(step.list)
          : Promise.resolve({
              metadata: { resourceVersion: step.resourceVersion ?? "1" },
              items: step.list,
            });
      },
      watch(
        _selection: object,
        resourceVersion: string,
        onEvent: (event: WatchEvent) => void,
      ): Promise<WatchEnd> {
        const step = next();
        if (step === undefined || !("watch" in step)) {
          return Promise.resolve({ kind: "closed" });
        }
        requests.push(`watch ${resourceVersion}`);
        step.watch.forEach(onEvent);
        return Promise.resolve(step.end);
      },
    };
    const feed = startObjectFeed(api, SELECTION, {
      ...(known === undefined ? {} : { known }),
      onChange: () => {
        changes += 1;
      },
      signal: ended.signal,
      pause: (milliseconds) => {
        pausesMs.push(milliseconds);
        if (feed.failure() !== undefined) {
          ended.abort();
        }
        return Promise.resolve();
      },
    });
    if (steps.length === 0) {
      resolve({ feed, requests, pausesMs, changes });
    }
  });
}

const CLOSED: WatchEnd = { kind: "closed" };

test("a feed lists, watches from there, and goes on from the last version it saw", async () => {
  const { feed, requests } = await play([
    { list: [pod("4")], resourceVersion: "5" },
    { watch: [{ type: "MODIFIED", object: pod("7") }], end: CLOSED },
    { watch: [{ type: "BOOKMARK", object: { metadata: { resourceVersion: "9" } } }], end: CLOSED },
    { watch: [{ type: "ADDED", object: pod("10", "b") }], end: CLOSED },
  ]);
  expect(requests).toEqual(["list", "watch 5", "watch 7", "watch 9"]);
  expect(feed.objects()).toEqual([pod("7"), pod("10", "b")]);
});

test("what is known already is watched from its version, without a list", async () => {
  const { feed, requests } = await play(
    [{ watch: [{ type: "DELETED", object: pod("8") }], end: CLOSED }],
    pod("3"),
  );
  expect(requests).toEqual(["watch 3"]);
  expect(feed.objects()).toEqual([]);
});

test("a watch whose version is too old is followed by a list: only that tells what happened meanwhile", async () => {
  const { feed, requests } = await play(
    [
      { watch: [], end: { kind: "expired" } },
      { list: [], resourceVersion: "20" },
      { watch: [], end: CLOSED },
    ],
    pod("3"),
  );
  expect(requests).toEqual(["watch 3", "list", "watch 20"]);
  expect(feed.objects()).toEqual([]);
});

test("watches that end at once are opened after longer and longer pauses", async () => {
  const steps = Array.from({ length: 10 }, (): Step => ({ watch: [], end: CLOSED }));
  const { pausesMs } = await play(steps, pod("3"));
  expect(pausesMs.slice(0, 4)).toEqual([100, 200, 400, 800]);
  expect(pausesMs.at(-1)).toBe(LONGEST_PAUSE_MS);
});

test("also a watch that brings something and ends is followed by a pause", async () => {
  const steps = Array.from({ length: 5 }, (_, index): Step => ({
    watch: [{ type: "MODIFIED", object: pod(String(10 + index)) }],
    end: CLOSED,
  }));
  const { pausesMs } = await play(steps, pod("3"));
  expect(pausesMs.slice(0, 5)).toEqual([100, 100, 100, 100, 100]);
});

test("a server that restarts is asked again", async () => {
  const { feed } = await play([
    { list: new UnreachableError("refused") },
    { list: new ApiError(503, {}, "GET") },
    { list: [pod("4")] },
    { watch: [], end: { kind: "failed", error: new UnreachableError("reset") } },
    { list: [pod("5")] },
  ]);
  expect(feed.objects()).toEqual([pod("5")]);
  expect(feed.failure()).toBeUndefined();
});

test("a missing permission ends the feed, and says so", async () => {
  const ended = new AbortController();
  const failure = await new Promise<Error | undefined>((resolve) => {
    const feed = startObjectFeed(
      {
        list: () => Promise.reject(new ApiError(403, { message: "may not list" }, "GET /pods")),
        watch: () => Promise.resolve(CLOSED),
      },
      SELECTION,
      {
        onChange: () => {
          resolve(feed.failure());
        },
        signal: ended.signal,
      },
    );
  });
  expect(failure?.message).toBe("GET /pods: may not list");
});
