import { describe, expect, it } from "vitest";
import { createRegistryUnderTest, describeTask, SCOPE, toMessage } from "./registry-under-test.ts";

/** A registry with a task that has ended, then one that waits, then one that is worked on. */
async function setUpGiver() {
  const { clock, held, registry } = createRegistryUnderTest();
  const ended = registry.begin(toMessage("a"), SCOPE);
  (await held.next()).release();
  await ended.settled;
  clock.advance(1);
  const waiting = registry.begin(toMessage("b"), "another");
  const asking = await held.next();
  asking.task.askForInput("which?");
  asking.release();
  await waiting.settled;
  const working = registry.begin(toMessage("c"), SCOPE);
  await held.next();
  return { registry, ended, waiting, working };
}

describe("handing tasks over", () => {
  it("tells those that nobody works on, the latest first, with whose they are", async () => {
    const { ended, registry, waiting } = await setUpGiver();
    expect([...registry.exportRecords()]).toEqual([
      { task: waiting.task, scope: "another" },
      { task: ended.task, scope: SCOPE },
    ]);
  });

  it("lets another registry answer for them, and go on with them", async () => {
    const giver = await setUpGiver();
    const { held, registry } = createRegistryUnderTest();
    for (const { scope, task } of giver.registry.exportRecords()) {
      expect(await registry.adopt(task, scope)).toBe(true);
    }
    expect(await registry.get(giver.ended.task.id, SCOPE)).toEqual(giver.ended.task);
    await expect(registry.get(giver.ended.task.id, "another")).rejects.toThrow("is not known here");
    const answer = toMessage("this", { taskId: giver.waiting.task.id });
    const { idle } = await registry.send(answer, "another");
    const { release, task } = await held.next();
    expect(task.history.map(({ text }) => text)).toEqual(["b", "which?"]);
    release();
    expect(describeTask(await idle)).toBe("COMPLETED");
  });

  it("takes no task that is known already, and changes nothing of it", async () => {
    const giver = await setUpGiver();
    const { task } = giver.ended;
    expect(await giver.registry.adopt({ ...task, contextId: "another" }, SCOPE)).toBe(false);
    expect(await giver.registry.get(task.id, SCOPE)).toEqual(task);
  });

  it("takes no task that is being worked on: nobody would go on with it", async () => {
    const giver = await setUpGiver();
    const { registry } = createRegistryUnderTest();
    expect(await registry.adopt(giver.working.task, SCOPE)).toBe(false);
    await expect(registry.get(giver.working.task.id, SCOPE)).rejects.toThrow("is not known here");
  });
});
