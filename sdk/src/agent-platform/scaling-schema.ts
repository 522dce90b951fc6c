import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { DEFAULT_SCALING_BACKEND } from "../agent/defaults.js";
import { isPlainObject } from "../agent/plain-object.js";
import { inputNamespace } from "../agent/value-schemas.js";
import { OBJECT_RULE, plain } from "../input.js";
import type { PrometheusAdapterSettingsArgs } from "../prometheus-adapter/args.js";
import { ScalingBackend } from "../scaling-backend.js";
import { DEFAULT_KEDA_NAMESPACE } from "./defaults.js";
import { AGENT_PLATFORM_RULES } from "./rules.js";
import type { AgentPlatformScalingArgs } from "./scaling-args.js";

/** The schema of what makes the number of pods follow the tasks. The adapter has one of its own. */
export const scalingSchema = plain(
  z.strictObject({
    backend: plain(z.enum(ScalingBackend, AGENT_PLATFORM_RULES.backend)).default(
      DEFAULT_SCALING_BACKEND,
    ),
    adapter: plain(z.custom<PrometheusAdapterSettingsArgs>(isPlainObject, OBJECT_RULE)).optional(),
    kedaNamespace: inputNamespace.default(DEFAULT_KEDA_NAMESPACE),
  }),
).prefault({});

/** @internal */
export type _AgentPlatformScalingArgsInStep = Expect<
  Same<AgentPlatformScalingArgs | undefined, z.input<typeof scalingSchema>>
>;
