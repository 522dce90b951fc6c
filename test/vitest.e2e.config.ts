import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    dir: "test/e2e",
    include: ["**/*.test.ts"],
    // The tests share one cluster, and two of them at once would measure each other.
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 10 * 60_000,
    hookTimeout: 30 * 60_000,
  },
});
