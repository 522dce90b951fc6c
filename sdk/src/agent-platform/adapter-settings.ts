import { parseSettings } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { AgentNetworkPeerArgs } from "../agent/network-args.js";
import type {
  PrometheusAdapterArgs,
  PrometheusAdapterNetworkArgs,
  PrometheusAdapterSettingsArgs,
} from "../prometheus-adapter/args.js";
import { toPrometheusAdapterSpec } from "../prometheus-adapter/spec.js";
import { readTogether } from "../settings-issues.js";

/** What the adapter has from the platform alone. */
const FROM_PLATFORM = ["namespace", "prometheusUrl"];

const fromPlatformSchema = z.custom<Record<string, unknown>>().superRefine((settings, context) => {
  const keys = FROM_PLATFORM.filter((key) => key in settings);
  if (keys.length > 0) {
    context.addIssue({ code: "unrecognized_keys", keys, input: settings });
  }
});

/** What the adapter of a platform takes from it. */
export interface AdapterFacts {
  namespace: pulumi.Input<string>;
  prometheusUrl: pulumi.Input<string>;
  /** Where Prometheus is. Undefined for the pods of any namespace that are labelled as such. */
  prometheus: AgentNetworkPeerArgs | undefined;
}

/** The args of the adapter of a platform: what was given, and what the platform knows. */
export function toAdapterArgs(
  { network, ...settings }: PrometheusAdapterSettingsArgs,
  { namespace, prometheus, prometheusUrl }: AdapterFacts,
): PrometheusAdapterArgs {
  const known = toAdapterNetwork(network, prometheus);
  return {
    ...settings,
    namespace,
    prometheusUrl,
    ...(known === undefined ? {} : { network: known }),
  };
}

/** Where there is no NetworkPolicy, nobody asks where Prometheus is. */
function toAdapterNetwork(
  network: PrometheusAdapterNetworkArgs | undefined,
  prometheus: AgentNetworkPeerArgs | undefined,
): PrometheusAdapterNetworkArgs | undefined {
  const isAsked = network?.policy !== false && network?.prometheus === undefined;
  return isAsked && prometheus !== undefined ? { ...network, prometheus } : network;
}

/**
 * Checks what was given of the adapter. Its Prometheus and its name are checked as those of the platform.
 *
 * @throws SettingsError with all issues at once.
 */
export function requireAdapterSettings(settings: PrometheusAdapterSettingsArgs): void {
  const others = Object.fromEntries(
    Object.entries(settings).filter(([key]) => !FROM_PLATFORM.includes(key)),
  );
  readTogether({
    known: () => parseSettings(fromPlatformSchema, { ...settings }),
    others: () =>
      toPrometheusAdapterSpec({ ...others, prometheusUrl: "https://prometheus" }, "adapter"),
  });
}
