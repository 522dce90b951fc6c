import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { createFolder } from "../auth/folder.ts";
import { refuse, startApiServerStandIn } from "./api-server-stand-in.ts";
import { lists, toService, untilWatched, watch } from "./watched-services.ts";

describe("objects of a cluster", () => {
  it("are listed page by page, and watched from that moment on, with bookmarks and an end", async () => {
    const api = await startApiServerStandIn(2);
    for (const name of ["a", "b", "c", "d", "e"]) {
      api.put("services", toService(name));
    }
    api.put("services", toService("elsewhere", 1, "other"));
    api.put("services", {
      ...toService("plain"),
      metadata: { name: "plain", namespace: "agents" },
    });
    const { known } = watch(api);
    await untilWatched(api);
    expect(known()).toEqual({
      ...{ "agents/a": 8000, "agents/b": 8000, "agents/c": 8000 },
      ...{ "agents/d": 8000, "agents/e": 8000 },
    });
    const path = "/api/v1/namespaces/agents/services";
    const selector = { labelSelector: "protocol=a2a" };
    expect(api.questions).toEqual([
      { path, query: { ...selector, limit: "500" }, authorization: undefined },
      { path, query: { ...selector, limit: "500", continue: "2" }, authorization: undefined },
      { path, query: { ...selector, limit: "500", continue: "4" }, authorization: undefined },
      {
        path,
        query: {
          ...selector,
          watch: "true",
          allowWatchBookmarks: "true",
          resourceVersion: "107",
          timeoutSeconds: "300",
        },
        authorization: undefined,
      },
    ]);
  });

  it("come, change and go as the cluster says", async () => {
    const api = await startApiServerStandIn();
    const { known } = watch(api);
    await untilWatched(api);
    expect(known()).toEqual({});
    api.put("services", toService("a"));
    await vi.waitFor(() => {
      expect(known()).toEqual({ "agents/a": 8000 });
    });
    api.put("services", toService("a", 9000));
    await vi.waitFor(() => {
      expect(known()).toEqual({ "agents/a": 9000 });
    });
    api.remove("services", "agents", "a");
    await vi.waitFor(() => {
      expect(known()).toEqual({});
    });
  });

  it("are those of all namespaces when none is named", async () => {
    const api = await startApiServerStandIn();
    api.put("services", toService("a", 1, "one"));
    api.put("services", toService("a", 2, "two"));
    const { known } = watch(api, { isAll: true });
    await untilWatched(api);
    expect(known()).toEqual({ "one/a": 1, "two/a": 2 });
    expect(api.questions[0]?.path).toBe("/api/v1/services");
  });

  it("are asked for with the token that is mounted then: the kubelet replaces it", async () => {
    const api = await startApiServerStandIn();
    const tokenFile = join(await createFolder(), "token");
    await writeFile(tokenFile, "first\n");
    watch(api, { tokenFile });
    await untilWatched(api);
    await writeFile(tokenFile, "second\n");
    api.endWatches();
    await untilWatched(api);
    expect(api.questions.map(({ authorization }) => authorization)).toEqual([
      ...["Bearer first", "Bearer first", "Bearer second"],
    ]);
  });

  it("survive letters that are cut in two on their way", async () => {
    const api = await startApiServerStandIn();
    const { known } = watch(api);
    await untilWatched(api);
    const event = { type: "ADDED", object: toService("ü") };
    const metadata = { ...event.object.metadata, resourceVersion: "900" };
    const line = Buffer.from(JSON.stringify({ ...event, object: { ...event.object, metadata } }));
    const cut = line.indexOf("ü") + 1;
    api.intercept = (_, response) => {
      response.write(line.subarray(0, cut));
      setTimeout(() => {
        response.write(line.subarray(cut));
        response.write("\n\n");
      }, 20);
      return true;
    };
    api.endWatches();
    await vi.waitFor(() => {
      expect(known()).toEqual({ "agents/ü": 8000 });
    });
  });
});

describe("a watch that ends", () => {
  it("goes on where it was, without a list, when its time is over", async () => {
    const api = await startApiServerStandIn();
    const { feed, known } = watch(api);
    await untilWatched(api);
    api.put("services", toService("a"));
    await vi.waitFor(() => {
      expect(known()).toEqual({ "agents/a": 8000 });
    });
    api.endWatches();
    api.put("services", toService("b"));
    await vi.waitFor(() => {
      expect(known()).toEqual({ "agents/a": 8000, "agents/b": 8000 });
    });
    expect([lists(api), feed.failure]).toEqual([1, undefined]);
    expect(api.questions.at(-1)?.query["resourceVersion"]).toBe("101");
  });

  it("goes on from the moment of the last bookmark", async () => {
    const api = await startApiServerStandIn();
    watch(api);
    await untilWatched(api);
    // Of another namespace: the watch is told nothing of it.
    api.put("services", toService("a", 1, "other"));
    api.sendBookmarks();
    api.forgetHistory();
    api.sendBookmarks();
    api.endWatches();
    await vi.waitFor(() => {
      expect(api.questions.at(-1)?.query["resourceVersion"]).toBe("102");
    });
    expect(lists(api)).toBe(1);
  });

  it.each(["status", "event"] as const)(
    "begins anew with a list when its moment is forgotten, as told by a %s: what went meanwhile is gone",
    async (how) => {
      const api = await startApiServerStandIn();
      api.put("services", toService("a"));
      api.put("services", toService("b"));
      const { feed, known } = watch(api);
      await untilWatched(api);
      api.endWatches();
      api.remove("services", "agents", "a");
      api.put("services", toService("c"));
      api.forgetHistory(how);
      await vi.waitFor(() => {
        expect(known()).toEqual({ "agents/b": 8000, "agents/c": 8000 });
      });
      expect([lists(api), feed.failure]).toEqual([2, undefined]);
    },
  );

  it("begins anew with a list when it tells what nobody can read", async () => {
    const api = await startApiServerStandIn();
    const { known } = watch(api);
    await untilWatched(api);
    api.sendLine("{ no JSON");
    await vi.waitFor(() => {
      expect(lists(api)).toBe(2);
    });
    api.put("services", toService("a"));
    await vi.waitFor(() => {
      expect(known()).toEqual({ "agents/a": 8000 });
    });
  });

  it.each([
    [500, "etcd event error", 2],
    [503, "apiserver is shutting down", 1],
  ])(
    "tells of the status %d as a failure until it stands again",
    async (code, message, listCount) => {
      const api = await startApiServerStandIn();
      const { feed, known } = watch(api);
      await untilWatched(api);
      let isRefusing = true;
      api.intercept = (_, response) => {
        if (isRefusing) {
          refuse(response, code, message);
        }
        return isRefusing;
      };
      api.endWatches();
      await vi.waitFor(() => {
        expect(feed.failure?.message).toContain(`it answered ${code}: ${message}`);
      });
      isRefusing = false;
      await vi.waitFor(() => {
        expect(feed.failure).toBeUndefined();
      });
      api.put("services", toService("a"));
      await vi.waitFor(() => {
        expect(known()).toEqual({ "agents/a": 8000 });
      });
      expect(lists(api)).toBeGreaterThanOrEqual(listCount);
    },
  );
});
