import { z } from "zod";
import { input, plain } from "../input.js";
import { DEFAULT_PROGRESS_DEADLINE_SECONDS, MIN_READY_SECONDS } from "./defaults.js";

const PROGRESS_DEADLINE_RULE =
  `must be a whole number of seconds, at least ${MIN_READY_SECONDS + 1}: a pod counts once it has ` +
  `been ready for ${MIN_READY_SECONDS}.`;

/** The schema of how a change reaches the pods. */
export const rolloutSchema = plain(
  z.strictObject({
    progressDeadlineSeconds: input(
      z.int(PROGRESS_DEADLINE_RULE).min(MIN_READY_SECONDS + 1, PROGRESS_DEADLINE_RULE),
    ).default(DEFAULT_PROGRESS_DEADLINE_SECONDS),
  }),
).prefault({});
