import type * as pulumi from "@pulumi/pulumi";
import type { AgentNetworkPeerArgs } from "../agent/network-args.js";
import type { AlertSource } from "../alerts/alert-source.js";
import type { AlertRulesArgs } from "../alerts/args.js";

/**
 * What somebody is told about. The installed Prometheus has the alerts in a file, and one of the
 * Operator as a PrometheusRule. For a Prometheus at a URL nothing is made: `renderAlertRules` gives its
 * file.
 */
export interface AgentPlatformAlertsArgs extends AlertRulesArgs {
  /** Whether there are alerts. Defaults to true, and not to be given with `prometheus.url`. */
  enabled?: boolean;
  /**
   * Whose metrics your Prometheus has besides those of agents: alerts that need others are left out.
   * The installed one has those of the API server and, with the backend Keda, those of KEDA. Defaults to
   * none.
   */
  sources?: AlertSource[];
  /**
   * The URL of the Alertmanager that the installed Prometheus tells of alerts, without a user and a
   * password. Only with `prometheus.install`. Defaults to none: alerts are seen in Prometheus alone.
   */
  alertmanagerUrl?: pulumi.Input<string>;
  /**
   * The pods or addresses of that Alertmanager, which Prometheus may reach. Only with
   * `alertmanagerUrl`. Defaults to port 9093 of the pods of any namespace with the label
   * `app.kubernetes.io/name: alertmanager`.
   */
  alertmanager?: AgentNetworkPeerArgs;
}
