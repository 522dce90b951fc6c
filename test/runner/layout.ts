import { join } from "node:path";

/** The root of the repository. */
export const ROOT_FOLDER = join(import.meta.dirname, "..", "..");

/** Where runs leave their results. Not committed. */
export const OUT_FOLDER = join(ROOT_FOLDER, "test", "out");

/** One folder for each end-to-end group. */
export const E2E_FOLDER = join(ROOT_FOLDER, "test", "e2e");

/** One `<group>.bench.ts` for each group of measurements. */
export const BENCH_FOLDER = join(ROOT_FOLDER, "test", "bench");
