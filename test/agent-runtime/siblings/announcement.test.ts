import { expect, onTestFinished, test, vi } from "vitest";
import {
  announce,
  ANNOUNCEMENT_PATH,
  createAnnouncementRoute,
} from "../../../agent-runtime/src/siblings/announcement.ts";
import {
  createSiblings,
  type Resolve,
  type Siblings,
} from "../../../agent-runtime/src/siblings/find-siblings.ts";
import { createSiblingClient } from "../../../agent-runtime/src/siblings/sibling-client.ts";
import { findFreePort } from "../free-port.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { playReceiver } from "./servers.ts";

const HOST = "research-siblings";

/** Siblings whose DNS knows names. */
function createUnderTest(
  names: Record<string, string[]>,
  port = 8000,
): { siblings: Siblings; clock: ManualClock; asked: string[] } {
  const clock = createManualClock();
  const asked: string[] = [];
  const resolve: Resolve = (name) => {
    asked.push(name);
    const addresses = names[name];
    return addresses === undefined
      ? Promise.reject(new Error("ENOTFOUND"))
      : Promise.resolve(addresses);
  };
  const log = createRecordedLog();
  const ownAddresses = ["10.0.0.1", "127.0.0.1"];
  return {
    siblings: createSiblings({ host: HOST, port, ownAddresses, clock, log, resolve }),
    clock,
    asked,
  };
}

const hosts = async (siblings: Siblings): Promise<string[] | undefined> =>
  (await siblings.find())?.map(({ host }) => host);

test("a replica that DNS has a name for counts as there, for as long as it says so", async () => {
  const { clock, siblings } = createUnderTest({
    [HOST]: ["10.0.0.2"],
    [`10-0-0-7.${HOST}`]: ["10.0.0.7"],
  });
  expect(await siblings.announce("::ffff:10.0.0.7")).toBe(true);
  expect(await hosts(siblings)).toEqual(["10.0.0.2", "10.0.0.7"]);
  expect(await siblings.includes("10.0.0.7")).toBe(true);
  expect(siblings.getAnnounced()).toEqual(["10.0.0.7"]);
  clock.advance(11_000);
  expect(await siblings.announce("10.0.0.7")).toBe(true);
  clock.advance(11_999);
  expect(await hosts(siblings)).toEqual(["10.0.0.2", "10.0.0.7"]);
  clock.advance(1);
  expect(await hosts(siblings)).toEqual(["10.0.0.2"]);
  expect(siblings.getAnnounced()).toEqual([]);
});

test("a replica has a name of its own by its IPv6 address, too", async () => {
  const { siblings } = createUnderTest({ [HOST]: [], [`fd00--7.${HOST}`]: ["fd00::7"] });
  expect(await siblings.announce("fd00::7")).toBe(true);
  expect(await hosts(siblings)).toEqual(["fd00::7"]);
});

test("a replica that DNS tells of is looked up no further", async () => {
  const { asked, siblings } = createUnderTest({ [HOST]: ["10.0.0.2"] });
  expect(await siblings.announce("10.0.0.2")).toBe(true);
  expect(asked).toEqual([HOST]);
});

test.each([
  ["has no name", "10.0.0.8"],
  ["has the name of another", "10.0.0.9"],
  ["is this one", "10.0.0.1"],
  ["has no address", ""],
])("whoever %s is no replica", async (_, address) => {
  const { siblings } = createUnderTest({
    [HOST]: ["10.0.0.2"],
    [`10-0-0-9.${HOST}`]: ["10.0.0.2"],
    [`10-0-0-1.${HOST}`]: ["10.0.0.1"],
  });
  expect(await siblings.announce(address)).toBe(false);
  expect(await hosts(siblings)).toEqual(["10.0.0.2"]);
});

test("what a replica tells of others counts as long as what they say themselves", async () => {
  const { clock, siblings } = createUnderTest({ [HOST]: ["10.0.0.2"] });
  siblings.learn(["10.0.0.1", "10.0.0.2", "10.0.0.3", "nonsense"]);
  expect(await hosts(siblings)).toEqual(["10.0.0.2", "10.0.0.3"]);
  // It is not passed on, or a replica that is gone would be told of for ever.
  expect(siblings.getAnnounced()).toEqual([]);
  clock.advance(12_000);
  expect(await hosts(siblings)).toEqual(["10.0.0.2"]);
});

test("where replicas say that they are, whoever is none finds nothing", async () => {
  const { siblings } = createUnderTest({ [HOST]: ["10.0.0.2", "10.0.0.3"] });
  const route = createAnnouncementRoute(siblings);
  const post = async (remoteAddress: string): Promise<unknown[]> => {
    const { body, status } = await route({
      method: "POST",
      path: ANNOUNCEMENT_PATH,
      query: new URLSearchParams(),
      headers: {},
      params: {},
      remoteAddress,
      signal: new AbortController().signal,
      readText: () => Promise.resolve("{}"),
    });
    return [status, JSON.parse(body as string) as unknown];
  };
  expect(await post("10.0.0.2")).toEqual([200, { siblings: ["10.0.0.2"] }]);
  expect(await post("10.0.0.3")).toEqual([200, { siblings: ["10.0.0.2", "10.0.0.3"] }]);
  expect(await post("10.0.0.8")).toMatchObject([404, { error: { status: "NOT_FOUND" } }]);
  const many = await Promise.all(Array.from({ length: 11 }, () => post("10.0.0.8")));
  expect(many.map(([status]) => status)).toEqual([...Array<number>(10).fill(404), 503]);
  expect((await post("10.0.0.2"))[0]).toBe(200);
});

test("a replica tells the others for a minute, and learns from them", async () => {
  const port = await findFreePort();
  const { clock, siblings } = createUnderTest({ [HOST]: ["127.0.0.2", "127.0.0.3"] }, port);
  const receiver = await playReceiver("127.0.0.2", port, (response) => {
    response.end('{"siblings":["10.0.0.7"]}');
  });
  const silent = await playReceiver("127.0.0.3", port, () => undefined);
  const client = createSiblingClient(clock);
  onTestFinished(client.close);
  const end = announce({ siblings, client, isLeaving: () => false, clock });
  for (let told = 1; told <= 11; told += 1) {
    await vi.waitFor(async () => {
      expect([receiver.bodies.length, silent.bodies.length]).toEqual([told, told]);
      expect(await siblings.includes("10.0.0.7")).toBe(true);
    });
    // One second until the silent one is given up, and the pause.
    clock.advance(1_000);
    await vi.waitFor(() => {
      expect(clock.pendingTimers).toBe(told < 11 ? 1 : 0);
    });
    clock.advance(5_000);
  }
  expect(receiver.bodies).toHaveLength(11);
  end();
});

test.each([
  ["is closed", true, false],
  ["goes away", false, true],
])("a replica that %s says no more that it is there", async (_, isEnded, isLeaving) => {
  const port = await findFreePort();
  const { clock, siblings } = createUnderTest({ [HOST]: ["127.0.0.2"] }, port);
  const receiver = await playReceiver("127.0.0.2", port, (response) => {
    response.end('{"siblings":[]}');
  });
  const client = createSiblingClient(clock);
  onTestFinished(client.close);
  const end = announce({ siblings, client, isLeaving: () => isLeaving, clock });
  await vi.waitFor(() => {
    expect(receiver.bodies).toHaveLength(1);
  });
  if (isEnded) {
    end();
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(clock.pendingTimers).toBe(0);
});
