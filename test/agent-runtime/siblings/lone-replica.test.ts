import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  createReplicas,
  type ReplicasOptions,
} from "../../../agent-runtime/src/siblings/replicas.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";

function createOptions(): ReplicasOptions & { clock: ReturnType<typeof createManualClock> } {
  return {
    port: 8000,
    ownAddresses: ["10.0.0.1"],
    registry: { adopt: () => Promise.resolve(true), exportRecords: () => [] },
    credentialHeaders: [],
    maxBodyBytes: 10_000,
    isLeaving: () => false,
    clock: createManualClock(),
    log: createRecordedLog(),
    resolve: () => Promise.resolve(["10.0.0.1"]),
  };
}

test("where no host of siblings is named there is one replica", () => {
  expect(createReplicas(undefined, createOptions())).toBeUndefined();
});

test("a replica that is closed waits for nothing any more", async () => {
  const options = createOptions();
  const replicas = createReplicas({ host: "research-siblings", port: undefined }, options);
  // By then it has found that there is nobody, and waits to look again.
  await setImmediate();
  expect(options.clock.pendingTimers).toBe(1);
  replicas?.close();
  expect(options.clock.pendingTimers).toBe(0);
});
