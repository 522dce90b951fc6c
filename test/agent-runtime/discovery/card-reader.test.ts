import { describe, expect, it, vi } from "vitest";
import { CardError } from "../../../agent-runtime/src/discovery/card-error.ts";
import {
  type CardReader,
  createCardReader,
} from "../../../agent-runtime/src/discovery/card-reader.ts";
import { createCardSlots } from "../../../agent-runtime/src/discovery/card-slots.ts";
import type { CardAnswer, CardRequest } from "../../../agent-runtime/src/discovery/fetch-card.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";
import { toServedCard } from "./discovered-agents.ts";

const url = "http://a.agents.svc.cluster.local:8000";
const card = toServedCard({ name: "A" }, url);
const answer: CardAnswer = { card, etag: '"1"', freshMs: 60_000 };
const unchanged: CardAnswer = { card: undefined, etag: '"1"', freshMs: 60_000 };
const issue = { propertyPath: "card", reason: "no" };
const passing = new CardError([issue], false);
const final = new CardError([issue], true);

interface ReaderUnderTest {
  reader: CardReader;
  clock: ManualClock;
  requests: CardRequest[];
  changes: () => number;
  /** Answers the question that is open. */
  settle: (outcome: CardAnswer | Error) => Promise<void>;
}

function createReader(): ReaderUnderTest {
  const clock = createManualClock();
  const requests: CardRequest[] = [];
  let open: PromiseWithResolvers<CardAnswer> | undefined;
  let changes = 0;
  const reader = createCardReader({
    url,
    cardUrl: `${url}/card`,
    clock,
    random: () => 0,
    slots: createCardSlots(),
    fetchCard: (request) => {
      requests.push(request);
      open = Promise.withResolvers();
      return open.promise;
    },
    onChange: () => {
      changes += 1;
    },
  });
  return {
    reader,
    clock,
    requests,
    changes: () => changes,
    settle: async (outcome) => {
      const settled = open;
      open = undefined;
      if (outcome instanceof Error) {
        settled?.reject(outcome);
      } else {
        settled?.resolve(outcome);
      }
      // What follows takes some turns of the queue of promises.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe("a reader of a card", () => {
  it("asks for nothing until it is told to, and again with the tag when the card is old", async () => {
    const { changes, clock, reader, requests, settle } = createReader();
    clock.advance(600_000);
    expect([requests.length, reader.wasTried]).toEqual([0, false]);
    reader.setAsking(true);
    expect(requests).toMatchObject([{ url, cardUrl: `${url}/card`, etag: undefined }]);
    await settle(answer);
    expect(reader).toMatchObject({ card, issues: [], wasTried: true });
    expect(changes()).toBe(1);
    clock.advance(59_999);
    expect(requests.length).toBe(1);
    clock.advance(1);
    expect(requests).toMatchObject([{}, { etag: '"1"' }]);
    await settle(unchanged);
    expect(reader.card).toBe(card);
    expect(changes()).toBe(1);
  });

  it("tells of another card, and not of the same one sent again", async () => {
    const { changes, clock, reader, settle } = createReader();
    reader.setAsking(true);
    await settle(answer);
    clock.advance(60_000);
    await settle({ ...answer, card: structuredClone(card), etag: '"2"' });
    expect(changes()).toBe(1);
    clock.advance(60_000);
    const other = toServedCard({ name: "B" }, url);
    await settle({ ...answer, card: other });
    expect([changes(), reader.card]).toEqual([2, other]);
  });

  it("keeps a card that cannot be read again, and drops one in whose place is none", async () => {
    const { changes, clock, reader, settle } = createReader();
    reader.setAsking(true);
    await settle(answer);
    clock.advance(60_000);
    await settle(passing);
    expect([reader.card, reader.issues, changes()]).toEqual([card, [issue], 2]);
    clock.advance(125);
    await settle(final);
    expect([reader.card, reader.issues, changes()]).toEqual([undefined, [issue], 3]);
    clock.advance(250);
    await settle(answer);
    expect([reader.card, reader.issues, changes()]).toEqual([card, [], 4]);
  });

  it("waits longer after each failure, up to half a minute, and tells of the same one once", async () => {
    const { changes, clock, reader, requests, settle } = createReader();
    reader.setAsking(true);
    const waits = [125, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000];
    for (const [index, waitMs] of waits.entries()) {
      await settle(passing);
      clock.advance(waitMs - 1);
      expect(requests.length).toBe(index + 1);
      clock.advance(1);
      expect(requests.length).toBe(index + 2);
    }
    expect(changes()).toBe(1);
  });

  it("begins with short waits again after a card was read", async () => {
    const { clock, reader, requests, settle } = createReader();
    reader.setAsking(true);
    for (const waitMs of [125, 250, 500]) {
      await settle(passing);
      clock.advance(waitMs);
    }
    await settle(answer);
    clock.advance(60_000);
    await settle(passing);
    expect(requests.length).toBe(5);
    clock.advance(125);
    expect(requests.length).toBe(6);
  });

  it("asks at once for what may be another card, also while it is asking, and then no more than once", async () => {
    const { clock, reader, requests, settle } = createReader();
    reader.setAsking(true);
    reader.refresh();
    reader.refresh();
    expect(requests.length).toBe(1);
    await settle(answer);
    expect(requests.length).toBe(2);
    await settle(unchanged);
    expect(requests.length).toBe(2);
    clock.advance(1_000);
    reader.refresh();
    expect(requests.length).toBe(3);
    await settle({ ...unchanged, freshMs: 5_000 });
    // The card is not due when it would have been without the refresh.
    clock.advance(4_999);
    expect(requests.length).toBe(3);
    clock.advance(1);
    expect(requests.length).toBe(4);
  });

  it("asks once more after it was told to, since a pod that goes may have answered", async () => {
    const { clock, reader, requests, settle } = createReader();
    reader.setAsking(true);
    await settle(answer);
    reader.refresh();
    reader.refresh();
    await settle(passing);
    clock.advance(0);
    await settle(unchanged);
    expect(requests.length).toBe(3);
    clock.advance(5_999);
    expect(requests.length).toBe(3);
    clock.advance(1);
    expect(requests.length).toBe(4);
    await settle({ ...answer, card: toServedCard({ name: "B" }, url) });
    expect(reader.card?.name).toBe("B");
    clock.advance(59_999);
    expect(requests.length).toBe(4);
  });

  it("leaves an agent alone that is not ready, and asks as soon as it is", async () => {
    const { clock, reader, requests, settle } = createReader();
    reader.setAsking(true);
    await settle(passing);
    reader.setAsking(false);
    reader.refresh();
    clock.advance(600_000);
    expect(requests.length).toBe(1);
    reader.setAsking(true);
    expect(requests.length).toBe(2);
    await settle(passing);
    // The first wait again.
    clock.advance(125);
    expect(requests.length).toBe(3);
  });

  it("gives an agent up that takes too long", async () => {
    const { clock, reader, requests, settle } = createReader();
    reader.setAsking(true);
    clock.advance(3_999);
    expect(requests[0]?.signal.aborted).toBe(false);
    clock.advance(1);
    expect(requests[0]?.signal.aborted).toBe(true);
    await settle(passing);
    expect(clock.pendingTimers).toBe(1);
  });

  it("gives up what is under way at its end, and tells of nothing any more", async () => {
    const { changes, clock, reader, requests, settle } = createReader();
    reader.setAsking(true);
    reader.close();
    expect(requests[0]?.signal.aborted).toBe(true);
    await settle(passing);
    reader.refresh();
    expect([requests.length, changes(), clock.pendingTimers]).toEqual([1, 0, 0]);
  });

  it("takes an error of its own code for a failure that passes", async () => {
    const { reader, settle } = createReader();
    reader.setAsking(true);
    await settle(new TypeError("oops"));
    await vi.waitFor(() => {
      expect(reader.issues).toEqual([
        { propertyPath: "card", reason: `'card' (${url}/card) must be readable: TypeError: oops.` },
      ]);
    });
  });
});
