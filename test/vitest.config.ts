import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A test that is slow in a unit run is in the wrong room: end-to-end groups have their own configuration.
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "test/bench/**", "**/node_modules/**"],
    testTimeout: 20_000,
  },
});
