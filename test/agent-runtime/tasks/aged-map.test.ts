import fc from "fast-check";
import { expect, it } from "vitest";
import { createAgedMap } from "../../../agent-runtime/src/tasks/aged-map.ts";

it("has the entry first that was set last, like a Map backwards that forgets an entry before it is set", () => {
  const key = fc.constantFrom("a", "b", "c", "d");
  const step = fc.oneof(
    fc.record({ type: fc.constant("set" as const), key, value: fc.nat() }),
    fc.record({ type: fc.constant("delete" as const), key }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const aged = createAgedMap<number>();
      const model = new Map<string, number>();
      for (const one of steps) {
        const isDeleted = model.delete(one.key);
        if (one.type === "set") {
          model.set(one.key, one.value);
          aged.set(one.key, one.value);
        } else {
          expect(aged.delete(one.key)).toBe(isDeleted);
        }
        expect([...aged.values()]).toEqual([...model.values()].reverse());
        expect(aged.size).toBe(model.size);
        expect(aged.get(one.key)).toBe(model.get(one.key));
        const [oldest] = model;
        expect(aged.oldest && [aged.oldest.key, aged.oldest.value]).toEqual(oldest);
      }
    }),
  );
});

it("lets go of a value that is deleted, whoever still has its entry", () => {
  const aged = createAgedMap<string>();
  aged.set("a", "what was made of a call");
  const entry = aged.oldest;

  aged.delete("a");

  expect(entry).toMatchObject({ key: "a", value: undefined });
});
