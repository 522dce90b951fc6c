import { type Expect, parseSettings, type Same } from "@berth/contract";
import { z } from "zod";
import { networkPeerSchema } from "../agent/network-schema.js";
import type { AlertRulesArgs } from "../alerts/args.js";
import { type AlertRulesSpec, toAlertRulesSpec } from "../alerts/spec.js";
import { plain } from "../input.js";
import { readTogether } from "../settings-issues.js";
import type { AgentPlatformAlertsArgs } from "./alerts-args.js";
import { inputUrl } from "./prometheus-schema.js";

/** The schema of what a platform does with alerts. What they are made from has one of its own. */
const alertsSchema = plain(
  z.strictObject({
    enabled: plain(z.boolean()).default(true),
    alertmanagerUrl: inputUrl.optional(),
    alertmanager: networkPeerSchema.optional(),
  }),
);

type OwnAlertsArgs = Omit<AgentPlatformAlertsArgs, keyof AlertRulesArgs>;

/** @internal */
export type _AgentPlatformAlertsArgsInStep = Expect<
  Same<OwnAlertsArgs, z.input<typeof alertsSchema>>
>;

/** What a platform does with alerts, checked and with the defaults. */
export interface AlertsSpec extends z.output<typeof alertsSchema> {
  rules: AlertRulesSpec;
}

/**
 * Checks what a platform does with alerts, and what they are made from.
 *
 * @throws SettingsError with all issues at once.
 */
export function toAlertsSpec(args: AgentPlatformAlertsArgs = {}): AlertsSpec {
  parseSettings<z.ZodType>(plain(z.looseObject({})), args);
  const { alertmanager, alertmanagerUrl, enabled, ...rules } = args;
  const own = { enabled, alertmanagerUrl, alertmanager } as OwnAlertsArgs;
  const { settings, ruleSettings } = readTogether({
    settings: () => parseSettings(alertsSchema, own),
    ruleSettings: () => toAlertRulesSpec(rules),
  });
  return { ...settings, rules: ruleSettings };
}
