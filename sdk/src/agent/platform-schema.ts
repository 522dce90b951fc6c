import { type Expect, parseSettings, type Same } from "@berth/contract";
import { z } from "zod";
import type { AgentPlatformBinding, AgentPlatformBindingArgs } from "../agent-platform/binding.js";
import { input, inputText } from "../input.js";
import { ScalingBackend } from "../scaling-backend.js";
import { readTogether, readWithin } from "../settings-issues.js";
import type { AgentArgs } from "./args.js";
import { requireNoPlatformClashes } from "./clashes.js";
import { hasCredentials, isTellableUrl } from "./http-url.js";
import { AgentMonitoringKind } from "./monitoring-args.js";
import { podMonitorLabelsSchema } from "./monitoring-schema.js";
import { tolerantNetworkPeerSchema } from "./network-schema.js";
import { RULES } from "./rules.js";

/** A platform may be newer than an agent, so what is not known here is passed over. */
const bindingSchema = z
  .object(
    {
      scalingBackend: input<ScalingBackend>(z.enum(ScalingBackend, RULES.scalingBackend)),
      monitoringKind: input<AgentMonitoringKind>(z.enum(AgentMonitoringKind, RULES.monitoringKind)),
      prometheusUrl: inputText(isTellableUrl, RULES.prometheusUrl),
      prometheus: tolerantNetworkPeerSchema.optional(),
      podMonitorLabels: podMonitorLabelsSchema,
    },
    RULES.platform,
  )
  .superRefine(({ prometheusUrl, scalingBackend }, context) => {
    if (typeof prometheusUrl === "string" && hasCredentials(prometheusUrl)) {
      const message = RULES.prometheusCredentials("platform.prometheusUrl");
      context.addIssue({
        code: "custom",
        path: ["scalingBackend"],
        input: scalingBackend,
        message,
      });
    }
  });

/** The schema of the platform, which may be known only later, as a whole or in part. */
export const platformSchema = input<AgentPlatformBindingArgs>(bindingSchema);

/** @internal */
export type _AgentPlatformBindingArgsInStep = Expect<
  Same<AgentPlatformBindingArgs, z.input<typeof bindingSchema>>
>;

/**
 * Checks a platform once it is known, and what must agree with it.
 *
 * @param args are those of the agent.
 * @throws SettingsError with all issues at once.
 */
export function parseKnownPlatform(args: AgentArgs, platform: unknown): AgentPlatformBinding {
  const known = platform as AgentPlatformBindingArgs;
  const { binding } = readTogether({
    binding: () => readWithin("platform", () => parseSettings(bindingSchema, known)),
    clashes: () => {
      requireNoPlatformClashes({ ...args, platform: known });
    },
  });
  return binding as AgentPlatformBinding;
}
