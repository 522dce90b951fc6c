import { type Expect, parseSettings, type Same, SettingsError } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { AgentMonitoringKind } from "../agent/monitoring-args.js";
import type { AgentNetworkPeerArgs } from "../agent/network-args.js";
import { isPlainObject, readMember } from "../agent/plain-object.js";
import { inputNamespace } from "../agent/value-schemas.js";
import { plain } from "../input.js";
import { isServiceName } from "../kubernetes-syntax.js";
import { ScalingBackend } from "../scaling-backend.js";
import { readTogether, readWithin } from "../settings-issues.js";
import { requireAdapterSettings } from "./adapter-settings.js";
import type { AgentPlatformAlertsArgs } from "./alerts-args.js";
import { type AlertsSpec, toAlertsSpec } from "./alerts-schema.js";
import type { AgentPlatformArgs } from "./args.js";
import { requireNoCredentials, requireNoPlatformClashes } from "./clashes.js";
import { prometheusSchema } from "./prometheus-schema.js";
import { AGENT_PLATFORM_RULES, MAX_PLATFORM_NAME_LENGTH } from "./rules.js";
import { scalingSchema } from "./scaling-schema.js";

/** The schema of the args. The alerts and the adapter have theirs elsewhere. */
const agentPlatformArgsSchema = z.strictObject({
  namespace: inputNamespace.optional(),
  prometheus: prometheusSchema,
  scaling: scalingSchema,
  alerts: z.custom<AgentPlatformAlertsArgs>().optional(),
});

/** @internal */
export type _AgentPlatformArgsInStep = Expect<
  Same<AgentPlatformArgs, z.input<typeof agentPlatformArgsSchema>>
>;

/** A Prometheus, as others find it. */
export interface KnownPrometheus {
  url: pulumi.Input<string>;
  /** Its pods. Undefined for those of any namespace that are labelled as such. */
  pods?: AgentNetworkPeerArgs | undefined;
}

/** The args of an AgentPlatform, checked and with their defaults. */
export interface AgentPlatformSpec extends Omit<
  z.output<typeof agentPlatformArgsSchema>,
  "alerts"
> {
  alerts: AlertsSpec;
  /** The Prometheus that is there already. Undefined where one is installed. */
  givenPrometheus: KnownPrometheus | undefined;
  monitoringKind: AgentMonitoringKind;
  /** Whether there are alerts, in a file or as a PrometheusRule. */
  hasAlerts: boolean;
  /** Whether there is an object that needs a namespace. */
  needsNamespace: boolean;
}

/**
 * Checks the args of an AgentPlatform and fills in the defaults.
 *
 * @param component is its logical name, by which its objects are called.
 * @throws SettingsError with all issues at once.
 */
export function toAgentPlatformSpec(args: AgentPlatformArgs, component: string): AgentPlatformSpec {
  // What is no object has no properties to tell about.
  parseSettings<z.ZodType>(plain(z.looseObject({})), args);
  const { settings, alerts } = readTogether({
    settings: () => parseSettings(agentPlatformArgsSchema, args),
    alerts: () => readWithin("alerts", () => toAlertsSpec(args.alerts)),
    adapter: () => {
      readAdapter(args);
    },
    component: () => {
      requireComponentName(component);
    },
    credentials: () => {
      requireNoCredentials(args);
    },
    clashes: () => {
      requireNoPlatformClashes(args);
    },
  });
  const { prometheus, scaling } = settings;
  const { install, operator, pods, url } = prometheus;
  const hasAlerts = alerts.enabled && (install || operator !== undefined);
  return {
    ...settings,
    alerts,
    givenPrometheus: url === undefined ? operator : { url, pods },
    monitoringKind:
      operator === undefined ? AgentMonitoringKind.None : AgentMonitoringKind.PodMonitor,
    hasAlerts,
    needsNamespace: install || hasAlerts || scaling.backend === ScalingBackend.PrometheusAdapter,
  };
}

/** What is no object is told by the schema, and what is of another backend elsewhere. */
function readAdapter(args: AgentPlatformArgs): void {
  const adapter = readMember(args, ["scaling", "adapter"]);
  if (isPlainObject(adapter)) {
    readWithin("scaling.adapter", () => {
      requireAdapterSettings(adapter);
    });
  }
}

/** A Service is called by it too, so it begins with a letter. */
function requireComponentName(component: string): void {
  if (!isServiceName(component) || component.length > MAX_PLATFORM_NAME_LENGTH) {
    const reason = `The name of the component (${component}) ${AGENT_PLATFORM_RULES.componentName}`;
    throw new SettingsError([{ propertyPath: "", reason }]);
  }
}
