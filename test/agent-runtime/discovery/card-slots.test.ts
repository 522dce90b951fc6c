import { expect, it } from "vitest";
import { createCardSlots } from "../../../agent-runtime/src/discovery/card-slots.ts";

it("runs so much at a time, what is urgent before what waits longer, and goes on after a failure", async () => {
  const slots = createCardSlots(2);
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<undefined>>();
  const begin = (name: string, isUrgent: boolean): Promise<void> =>
    slots(isUrgent, async () => {
      begun.push(name);
      const end = Promise.withResolvers<undefined>();
      ends.set(name, end);
      await end.promise;
    });
  const end = async (name: string, run: Promise<void>): Promise<void> => {
    ends.get(name)?.resolve(undefined);
    await run;
  };
  const runs = {
    a: begin("a", false),
    b: begin("b", false),
    c: begin("c", false),
    d: begin("d", true),
    e: begin("e", true),
  };
  expect(begun).toEqual(["a", "b"]);
  ends.get("a")?.reject(new Error("no"));
  await expect(runs.a).rejects.toThrow("no");
  expect(begun).toEqual(["a", "b", "d"]);
  await end("b", runs.b);
  expect(begun).toEqual(["a", "b", "d", "e"]);
  await end("d", runs.d);
  expect(begun).toEqual(["a", "b", "d", "e", "c"]);
  await end("e", runs.e);
  await end("c", runs.c);
  const last = begin("last", false);
  expect(begun.at(-1)).toBe("last");
  await end("last", last);
});
