import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { plain } from "../input.js";
import { type AgentRuntimeArgs, AgentRuntimeMode } from "./args.js";
import { DEFAULT_RUNTIME_IMAGE, DEFAULT_RUNTIME_MODE } from "./defaults.js";
import { envSchema } from "./environment-schema.js";
import { runtimeResourcesSchema } from "./resources-schema.js";
import { RULES } from "./rules.js";
import { inputImage, inputPath } from "./value-schemas.js";

/** The schema of what Berth does inside the pod. */
export const runtimeSchema = plain(
  z.strictObject({
    mode: plain(z.enum(AgentRuntimeMode, RULES.runtimeMode)).default(DEFAULT_RUNTIME_MODE),
    image: inputImage.default(DEFAULT_RUNTIME_IMAGE),
    resources: runtimeResourcesSchema,
    env: envSchema.default({}),
    cardPath: inputPath.optional(),
    rpcPath: inputPath.optional(),
  }),
).prefault({});

/** @internal */
export type _AgentRuntimeArgsInStep = Expect<
  Same<AgentRuntimeArgs | undefined, z.input<typeof runtimeSchema>>
>;

/** The sidecar of an agent, with the defaults. */
export type AgentSidecar = Omit<z.output<typeof runtimeSchema>, "mode">;
