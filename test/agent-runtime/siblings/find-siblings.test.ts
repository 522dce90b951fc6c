import { expect, test } from "vitest";
import { createSiblings, MAX_SIBLINGS } from "../../../agent-runtime/src/siblings/find-siblings.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";

type Resolved = readonly string[] | Error;

/** Siblings whose DNS answers one after the other, and the last answer for ever. */
function createUnderTest(...answers: (Resolved | Promise<string[]>)[]) {
  const clock = createManualClock();
  const log = createRecordedLog();
  const asked: string[] = [];
  const siblings = createSiblings({
    host: "research-siblings",
    port: 8000,
    ownAddresses: ["10.0.0.1"],
    clock,
    log,
    resolve: async (host) => {
      asked.push(host);
      const answer = await (answers[asked.length - 1] ?? answers.at(-1) ?? []);
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
  });
  return { siblings, clock, log, asked };
}

const toError = (code: string): Error => Object.assign(new Error(code), { code });

test("every address but the own one is a sibling, on the port of the agent", async () => {
  const { siblings, asked } = createUnderTest(["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.2"]);
  expect(await siblings.find()).toEqual([
    { host: "10.0.0.2", port: 8000 },
    { host: "10.0.0.3", port: 8000 },
  ]);
  expect(asked).toEqual(["research-siblings"]);
});

test("addresses are resolved again after a second, and once for all who ask meanwhile", async () => {
  const { siblings, asked, clock } = createUnderTest(["10.0.0.2"], ["10.0.0.3"]);
  await Promise.all([siblings.find(), siblings.find()]);
  clock.advance(999);
  expect(await siblings.find()).toEqual([{ host: "10.0.0.2", port: 8000 }]);
  expect(asked).toHaveLength(1);
  clock.advance(1);
  expect(await siblings.find()).toEqual([{ host: "10.0.0.3", port: 8000 }]);
  expect(asked).toHaveLength(2);
});

test("a name that is not known has no siblings", async () => {
  const { siblings } = createUnderTest(toError("ENOTFOUND"));
  expect(await siblings.find()).toEqual([]);
});

test("where DNS does not answer, nobody knows the siblings", async () => {
  const { siblings } = createUnderTest(toError("EAI_AGAIN"));
  expect(await siblings.find()).toBeUndefined();
  expect(await siblings.includes("10.0.0.2")).toBe(false);
});

test("DNS that takes longer than two seconds does not answer", async () => {
  const { siblings, clock } = createUnderTest(new Promise<string[]>(() => undefined));
  const found = siblings.find();
  clock.advance(2_000);
  expect(await found).toBeUndefined();
  expect(clock.pendingTimers).toBe(0);
});

test("DNS that fails is logged once a minute", async () => {
  const { siblings, clock, log } = createUnderTest(toError("EAI_AGAIN"));
  for (let second = 0; second < 60; second += 1) {
    await siblings.find();
    clock.advance(1_000);
  }
  expect(log.messages("warn")).toEqual(["The siblings cannot be resolved"]);
  await siblings.find();
  expect(log.messages("warn")).toHaveLength(2);
});

test("a replica with addresses of both families is asked once, and known by both", async () => {
  const { siblings } = createUnderTest(["fd00::2", "10.0.0.2", "fd00::3", "10.0.0.3"]);
  expect(await siblings.find()).toEqual([
    { host: "10.0.0.2", port: 8000 },
    { host: "10.0.0.3", port: 8000 },
  ]);
  expect(await siblings.includes("fd00::3")).toBe(true);
});

test("siblings that have IPv6 addresses alone are asked there", async () => {
  const { siblings } = createUnderTest(["fd00::2"]);
  expect(await siblings.find()).toEqual([{ host: "fd00::2", port: 8000 }]);
});

test("an IPv4 address is known as it comes on a socket for both families", async () => {
  const { siblings } = createUnderTest(["10.0.0.1", "10.0.0.2"]);
  expect(await siblings.includes("::ffff:10.0.0.2")).toBe(true);
  expect(await siblings.includes("::FFFF:10.0.0.2")).toBe(true);
  expect(await siblings.includes("::ffff:10.0.0.1")).toBe(false);
  expect(await siblings.includes("10.0.0.4")).toBe(false);
});

test("no more than fifty siblings are asked, and the log says so", async () => {
  const addresses = Array.from({ length: MAX_SIBLINGS + 1 }, (_, index) => `10.0.1.${index}`);
  const { siblings, log } = createUnderTest(addresses);
  expect(await siblings.find()).toHaveLength(MAX_SIBLINGS);
  expect(log.lines).toEqual([
    {
      level: "warn",
      facts: { host: "research-siblings", count: 51, asked: 50 },
      message: "Not all siblings are asked",
    },
  ]);
});
