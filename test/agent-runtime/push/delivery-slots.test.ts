import { expect, it } from "vitest";
import { createDeliverySlots } from "../../../agent-runtime/src/push/delivery-slots.ts";

/** Work that ends when a test says so. */
function createHeldWork(maxRunning: number, maxRunningPerOrigin: number) {
  const slots = createDeliverySlots(maxRunning, maxRunningPerOrigin);
  const running = new Map<string, () => void>();
  return {
    begin: (origin: string, name: string): void => {
      void slots(
        origin,
        () =>
          new Promise<void>((resolve) => {
            running.set(name, resolve);
          }),
      );
    },
    end: async (name: string): Promise<void> => {
      running.get(name)?.();
      running.delete(name);
      await new Promise((resolve) => setImmediate(resolve));
    },
    getRunning: async (): Promise<string[]> => {
      await new Promise((resolve) => setImmediate(resolve));
      return [...running.keys()];
    },
  };
}

it("runs so much at a time, and the next when one is over", async () => {
  const work = createHeldWork(2, 2);
  for (const name of ["a", "b", "c", "d"]) {
    work.begin(name, name);
  }
  expect(await work.getRunning()).toEqual(["a", "b"]);
  await work.end("a");
  expect(await work.getRunning()).toEqual(["b", "c"]);
});

it("runs so much at a time for one origin, and leaves the rest to others", async () => {
  const work = createHeldWork(3, 2);
  for (const name of ["a1", "a2", "a3", "a4"]) {
    work.begin("a", name);
  }
  work.begin("b", "b1");
  expect(await work.getRunning()).toEqual(["a1", "a2", "b1"]);
  await work.end("b1");
  expect(await work.getRunning()).toEqual(["a1", "a2"]);
  await work.end("a1");
  expect(await work.getRunning()).toEqual(["a2", "a3"]);
});

it("lets origins take turns, however much one of them has", async () => {
  const work = createHeldWork(1, 1);
  for (const name of ["a1", "a2", "a3"]) {
    work.begin("a", name);
  }
  work.begin("b", "b1");
  const order: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    const [name = "none"] = await work.getRunning();
    order.push(name);
    await work.end(name);
  }
  expect(order).toEqual(["a1", "a2", "b1", "a3"]);
});

it("frees the room of work that fails, and tells whoever began it", async () => {
  const slots = createDeliverySlots(1, 1);
  await expect(slots("a", () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(await slots("a", () => Promise.resolve("done"))).toBe("done");
});
