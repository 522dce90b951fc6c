import type { PLATFORM_RULES } from "../../../../sdk/src/agent/rules/platform-rules.ts";
import { type WrongArgs, wrong } from "./row.ts";

const platform = {
  scalingBackend: "Keda",
  monitoringKind: "None",
  prometheusUrl: "http://prometheus.monitoring.svc:9090",
  podMonitorLabels: {},
};

/** What is wrong with the platform, and with what differs from it. */
export const PLATFORM_ROWS: Record<keyof typeof PLATFORM_RULES, WrongArgs[]> = {
  platform: [
    wrong(
      "the name of a platform",
      { platform: "platform" },
      "'platform' (platform) must be the output 'binding' of an AgentPlatform, or an object with its properties.",
    ),
  ],
  platformDiffers: [
    wrong(
      "the default scaler on a platform with another one",
      { platform, scaling: {} },
      "'scaling.backend' (PrometheusAdapter) must be that of the 'platform' (Keda). Give 'scaling.backend' as Keda.",
    ),
    wrong(
      "a scaler and a monitoring that the platform does not have",
      {
        platform: { ...platform, scalingBackend: "None" },
        scaling: { backend: "ExistingApi" },
        monitoring: { kind: "PodMonitor" },
      },
      "'scaling.backend' (ExistingApi) must be that of the 'platform' (None). Give 'scaling.backend' as None.",
      "'monitoring.kind' (PodMonitor) must be that of the 'platform' (None). Give 'monitoring.kind' as None.",
    ),
    wrong(
      "no monitoring on a platform that has to be told of pods",
      { platform: { ...platform, monitoringKind: "PodMonitor" } },
      "'monitoring.kind' (None) must be that of the 'platform' (PodMonitor). Give 'monitoring.kind' as PodMonitor.",
    ),
    wrong(
      "what differs from a platform, besides what else is wrong",
      { platform: { ...platform, prometheusUrl: "prometheus" }, scaling: {}, replicas: 0 },
      "'platform.prometheusUrl' (prometheus) must be an absolute http or https URL.",
      "'replicas' (0) must be a whole number from 1 to 2147483647.",
      "'replicas' (0) must not be given with 'scaling', which decides how many there are. Remove it, and give 'scaling.minReplicas' where the default does not fit.",
      "'scaling.backend' (PrometheusAdapter) must be that of the 'platform' (Keda). Give 'scaling.backend' as Keda.",
    ),
  ],
  prometheusUrl: [
    wrong(
      "a Prometheus without a scheme",
      {
        scaling: { backend: "Keda", keda: { prometheusUrl: "prometheus:9090" } },
        platform: { ...platform, prometheusUrl: "ftp://prometheus" },
      },
      "'platform.prometheusUrl' (ftp://prometheus) must be an absolute http or https URL.",
      "'scaling.keda.prometheusUrl' (prometheus:9090) must be an absolute http or https URL.",
    ),
  ],
  prometheusCredentials: [
    wrong(
      "a Prometheus with a user and a password",
      {
        scaling: { backend: "Keda", keda: { prometheusUrl: "https://a:b@prometheus" } },
        platform: { ...platform, prometheusUrl: "https://a:b@prometheus" },
      },
      "'platform.scalingBackend' (Keda) must come with a 'platform.prometheusUrl' without a user and a password, since it stands in an object for all to read. Use 'scaling.keda.authentication'.",
      "'scaling.backend' (Keda) must come with a 'scaling.keda.prometheusUrl' without a user and a password, since it stands in an object for all to read. Use 'scaling.keda.authentication'.",
    ),
  ],
};
