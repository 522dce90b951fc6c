import { defineConfig } from "vitest/config";

/** Reads the sources of the workspaces: an edit is under test without a build. */
const conditions = ["@berth/source", "node"];

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    // A test that is slow in a unit run is in the wrong room: end-to-end groups have their own configuration.
    include: ["test/**/*.test.ts"],
    exclude: ["**/*.integration.test.ts", "test/e2e/**", "**/node_modules/**"],
    // Files share the modules that one worker has loaded: a file of its own takes most of its time to
    // load them. No test keeps state in a module.
    isolate: false,
    testTimeout: 20_000,
  },
});
