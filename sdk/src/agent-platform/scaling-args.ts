import type * as pulumi from "@pulumi/pulumi";
import type { PrometheusAdapterSettingsArgs } from "../prometheus-adapter/args.js";
import type { ScalingBackend } from "../scaling-backend.js";

/** What makes the number of pods follow the tasks, for all agents of the cluster. */
export interface AgentPlatformScalingArgs {
  /**
   * Which program that is. PrometheusAdapter is installed with the platform; KEDA and what serves an
   * ExistingApi are not. Defaults to PrometheusAdapter.
   */
  backend?: ScalingBackend;
  /**
   * What differs from the defaults of the adapter, whose `network.prometheus` defaults to the pods that the
   * platform knows. Only with the backend PrometheusAdapter.
   */
  adapter?: PrometheusAdapterSettingsArgs;
  /**
   * The namespace of KEDA, whose operator the installed Prometheus admits and looks at. Only with the
   * backend Keda and `prometheus.install`. Defaults to `keda`.
   */
  kedaNamespace?: pulumi.Input<string>;
}
