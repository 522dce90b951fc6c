import { describe, expect, it, vi } from "vitest";
import { createManualClock } from "../manual-clock.ts";
import { refuse, startApiServerStandIn } from "./api-server-stand-in.ts";
import { lists, toService, untilWatched, watch } from "./watched-services.ts";

describe("an API server that goes away", () => {
  it("leaves what is known, with a failure, and what happened meanwhile is caught up", async () => {
    const api = await startApiServerStandIn();
    api.put("services", toService("a"));
    api.put("services", toService("b"));
    const { feed, known } = watch(api);
    await untilWatched(api);
    await api.stop();
    await vi.waitFor(() => {
      expect(feed.failure?.message).toMatch(/ECONNRE/);
    });
    expect(known()).toEqual({ "agents/a": 8000, "agents/b": 8000 });
    api.remove("services", "agents", "a");
    api.put("services", toService("c"));
    await api.start();
    await vi.waitFor(
      () => {
        expect(known()).toEqual({ "agents/b": 8000, "agents/c": 8000 });
      },
      { timeout: 5_000 },
    );
    expect(feed.failure).toBeUndefined();
  });

  it("is asked again after waits that double: of what would be 200, 400 and 800 ms the half, by chance", async () => {
    const api = await startApiServerStandIn();
    api.intercept = (_, response) => {
      refuse(response, 403, 'User "x" cannot list resource "services"');
      return true;
    };
    const clock = createManualClock();
    const { feed } = watch(api, { clock });
    for (const [index, waitMs] of [100, 200, 400].entries()) {
      await vi.waitFor(() => {
        expect([api.questions.length, clock.pendingTimers]).toEqual([index + 1, 1]);
      });
      clock.advance(waitMs - 1);
      expect(clock.pendingTimers).toBe(1);
      clock.advance(1);
      expect(clock.pendingTimers).toBe(0);
    }
    expect(feed.objects).toBeUndefined();
    expect(feed.failure?.message).toMatch(/it answered 403: User "x" cannot list/);
  });

  it.each(["list", "watch"])(
    "is given up when it does not begin to answer a %s, and asked again",
    async (kind) => {
      const api = await startApiServerStandIn();
      const clock = createManualClock();
      api.intercept = (_, __, url) => (kind === "watch") === url.searchParams.has("watch");
      const { feed } = watch(api, { clock });
      await vi.waitFor(() => {
        expect([api.questions.length, clock.pendingTimers]).toEqual([kind === "watch" ? 2 : 1, 1]);
      });
      clock.advance(29_999);
      expect(clock.pendingTimers).toBe(1);
      clock.advance(1);
      await vi.waitFor(() => {
        expect(feed.failure?.message).toMatch(/it did not answer in time/);
      });
      api.intercept = () => false;
      clock.advance(3_000);
      await untilWatched(api);
      await vi.waitFor(() => {
        expect(feed.failure).toBeUndefined();
      });
    },
  );

  it("is asked anew from where it was when a watch stands longer than it was to, and tells nothing", async () => {
    const api = await startApiServerStandIn();
    const clock = createManualClock();
    const { feed, known } = watch(api, { clock });
    await untilWatched(api);
    await vi.waitFor(() => {
      expect(clock.pendingTimers).toBe(1);
    });
    clock.advance(329_999);
    expect([clock.pendingTimers, api.watchCount]).toEqual([1, 1]);
    clock.advance(1);
    await vi.waitFor(() => {
      expect(feed.failure?.message).toMatch(/it did not answer in time/);
    });
    api.put("services", toService("a"));
    clock.advance(3_000);
    await vi.waitFor(() => {
      expect([known(), feed.failure]).toEqual([{ "agents/a": 8000 }, undefined]);
    });
    expect(lists(api)).toBe(1);
  });

  it("is not asked any more after the end", async () => {
    const api = await startApiServerStandIn();
    const clock = createManualClock();
    const { changes, feed } = watch(api, { clock });
    await untilWatched(api);
    await vi.waitFor(() => {
      expect(clock.pendingTimers).toBe(1);
    });
    const before = changes();
    feed.close();
    await vi.waitFor(() => {
      expect(api.watchCount).toBe(0);
    });
    await vi.waitFor(() => {
      expect([clock.pendingTimers, api.questions.length, changes(), feed.failure]).toEqual([
        ...[0, 2, before, undefined],
      ]);
    });
  });
});
