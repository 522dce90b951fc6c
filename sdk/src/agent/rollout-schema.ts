import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { plain } from "../input.js";
import { MAX_NUMBER } from "../kubernetes-syntax.js";
import { DEFAULT_PROGRESS_DEADLINE_SECONDS, MIN_READY_SECONDS } from "./defaults.js";
import type { AgentRolloutArgs } from "./rollout-args.js";
import { RULES } from "./rules.js";
import { inputWhole } from "./value-schemas.js";

/** The schema of how a change reaches the pods. */
export const rolloutSchema = plain(
  z.strictObject({
    progressDeadlineSeconds: inputWhole(
      MIN_READY_SECONDS + 1,
      MAX_NUMBER,
      RULES.progressDeadline,
    ).default(DEFAULT_PROGRESS_DEADLINE_SECONDS),
  }),
).prefault({});

/** @internal */
export type _AgentRolloutArgsInStep = Expect<
  Same<AgentRolloutArgs | undefined, z.input<typeof rolloutSchema>>
>;
