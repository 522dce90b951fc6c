import { expect, it } from "vitest";
import {
  type ChangingTask,
  createChangingTask,
  createPushUnderTest,
  toArtifact,
  toConfig,
} from "./push-under-test.ts";
import { serveWebhook } from "./webhook-receiver.ts";

/** What a webhook was sent of an artifact. */
interface WireUpdate {
  artifact: { name: string; parts: { text: string }[] };
  append?: boolean;
  lastChunk?: boolean;
}

/** Returns what a webhook is sent that answers the first notification when all has happened. */
async function sendAll(
  happen: (changing: ChangingTask) => void,
): Promise<(WireUpdate | "status")[]> {
  const push = createPushUnderTest();
  const held = Promise.withResolvers<undefined>();
  const webhook = await serveWebhook((response) => {
    void held.promise.then(() => response.end());
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("WORKING");
  happen(changing);
  const { pendingCount } = push;
  held.resolve(undefined);
  await push.until(pendingCount);
  expect([push.pendingCount, new Set(push.outcomes)]).toEqual([0, new Set(["delivered"])]);
  return webhook.received.slice(1).map(({ body }) => {
    const { artifactUpdate } = body as { artifactUpdate?: WireUpdate };
    return artifactUpdate ?? "status";
  });
}

const toText = (update: WireUpdate | "status" | undefined): string =>
  update === undefined || update === "status"
    ? String(update)
    : update.artifact.parts.map(({ text }) => text).join("|");

it("sends words together that were appended to an artifact while a webhook was busy, and loses none", async () => {
  const words = Array.from({ length: 5_000 }, (_, index) => `word-${index} `);
  const updates = await sendAll((changing) => {
    changing.addArtifact("poem ");
    for (const word of words) {
      changing.append(word);
    }
    changing.append("end", { lastChunk: true });
    changing.enter("COMPLETED");
  });

  expect(updates.map(toText)).toEqual([["poem ", ...words, "end"].join(""), "status"]);
  expect(updates[0]).toMatchObject({ artifact: { name: "poem " }, lastChunk: true });
  expect(updates[0]).not.toHaveProperty("append", true);
});

it("sends what was appended by itself as something to append", async () => {
  const updates = await sendAll((changing) => {
    changing.addArtifact("a");
    changing.enter("WORKING");
    changing.append("b");
    changing.append("c");
  });

  expect(updates.map(toText)).toEqual(["a", "status", "bc"]);
  expect(updates[2]).toMatchObject({ append: true });
});

it("keeps apart what is not of one artifact, ended, or has metadata of its own", async () => {
  const updates = await sendAll((changing) => {
    changing.addArtifact("a");
    changing.append("b", { lastChunk: true });
    changing.append("late");
    changing.addArtifact("c");
    changing.append("d", { metadata: { page: 1 } });
    changing.append("e");
    changing.append("again", { append: false });
    changing.append("", { artifact: toArtifact("other") });
    const { artifactId = "" } = changing.task.artifacts.at(-1) ?? {};
    changing.append("", { artifact: { ...toArtifact("f"), artifactId } });
    changing.append("", { artifact: { ...toArtifact("g"), artifactId, metadata: { page: 2 } } });
    changing.append("nothing", { artifact: undefined });
  });

  expect(updates.slice(0, -1).map(toText)).toEqual([
    ...["ab", "late", "c", "de", "again", "other", "f", "g"],
  ]);
});

it("sends a task in the form of 0.3 once for all that was appended, as it is then", async () => {
  const push = createPushUnderTest();
  const held = Promise.withResolvers<undefined>();
  const webhook = await serveWebhook((response) => {
    void held.promise.then(() => response.end());
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin), "0.3");
  changing.enter("WORKING");
  changing.addArtifact("a");
  changing.append("b");
  changing.append("c");
  expect(push.pendingCount).toBe(2);
  held.resolve(undefined);
  await push.until(2);

  expect(webhook.received[1]?.body).toMatchObject({
    kind: "task",
    artifacts: [{ parts: [{ text: "a" }, { text: "b" }, { text: "c" }] }],
  });
});

it("sends much in pieces", async () => {
  const updates = await sendAll((changing) => {
    changing.addArtifact("a".repeat(200 * 1024));
    changing.append("b".repeat(50 * 1024));
    changing.append("c".repeat(50 * 1024));
  });

  expect(updates.map((update) => toText(update).length / 1024)).toEqual([250, 50]);
});
