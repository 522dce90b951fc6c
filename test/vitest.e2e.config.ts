import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files named `*.last.test.ts` judge what all others did. */
class LastFilesLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLast = (file: TestSpecification): number => (file.moduleId.includes(".last.") ? 1 : 0);
    return (await super.sort(files)).sort((a, b) => isLast(a) - isLast(b));
  }
}

export default defineConfig({
  test: {
    dir: "test/e2e",
    include: ["**/*.test.ts"],
    globalSetup: ["test/e2e/outside-capture.ts"],
    // The tests share one cluster, and two of them at once would measure each other.
    fileParallelism: false,
    maxWorkers: 1,
    sequence: { sequencer: LastFilesLast },
    testTimeout: 10 * 60_000,
    hookTimeout: 30 * 60_000,
  },
});
