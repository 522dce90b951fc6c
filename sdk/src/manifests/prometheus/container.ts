import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { buildContainerSecurityContext } from "../security-context.js";
import { PROMETHEUS_FILES } from "./prometheus-config.js";
import { PROMETHEUS_PORT, PROMETHEUS_PORT_NAME } from "./service.js";

/** What the container of Prometheus is built from. */
export interface PrometheusContainerFacts {
  image: pulumi.Input<string>;
  resources: PrometheusResourceFacts;
  /** The disk that it needs on its node. Undefined where it has a volume. */
  nodeDiskSize: string | undefined;
  startupFailureThreshold: number;
}

/** What it asks for and may use, as quantities. */
export interface PrometheusResourceFacts {
  requestsCpu: pulumi.Input<string>;
  requestsMemory: pulumi.Input<string>;
  limitsCpu: pulumi.Input<string>;
  limitsMemory: pulumi.Input<string>;
}

/** The volumes that the container mounts, by name. */
export const PROMETHEUS_VOLUMES = { config: "config", data: "data" } as const;

/** From one probe of a start to the next. */
export const STARTUP_PROBE_PERIOD_SECONDS = 5;

const CONFIG_FOLDER = "/etc/prometheus";
const DATA_FOLDER = "/prometheus";

/**
 * The container of Prometheus. Nobody can change it over its port: what would let them is off unless a
 * flag says otherwise. It keeps within the memory that it may use by itself.
 */
export function buildPrometheusContainer({
  image,
  nodeDiskSize,
  resources,
  startupFailureThreshold,
}: PrometheusContainerFacts): k8s.types.input.core.v1.Container {
  const toProbe = (path: string) => ({ httpGet: { path, port: PROMETHEUS_PORT_NAME } });
  return {
    name: "prometheus",
    image,
    args: [
      `--config.file=${CONFIG_FOLDER}/${PROMETHEUS_FILES.config}`,
      `--storage.tsdb.path=${DATA_FOLDER}`,
      `--web.listen-address=:${PROMETHEUS_PORT}`,
    ],
    ports: [{ name: PROMETHEUS_PORT_NAME, containerPort: PROMETHEUS_PORT, protocol: "TCP" }],
    resources: {
      requests: {
        cpu: resources.requestsCpu,
        memory: resources.requestsMemory,
        ...(nodeDiskSize === undefined ? {} : { "ephemeral-storage": nodeDiskSize }),
      },
      limits: { cpu: resources.limitsCpu, memory: resources.limitsMemory },
    },
    volumeMounts: [
      { name: PROMETHEUS_VOLUMES.config, mountPath: CONFIG_FOLDER, readOnly: true },
      { name: PROMETHEUS_VOLUMES.data, mountPath: DATA_FOLDER },
    ],
    // It reads what it wrote last before it answers: minutes, where that is a lot.
    startupProbe: {
      ...toProbe("/-/ready"),
      periodSeconds: STARTUP_PROBE_PERIOD_SECONDS,
      timeoutSeconds: 3,
      failureThreshold: startupFailureThreshold,
    },
    livenessProbe: {
      ...toProbe("/-/healthy"),
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 6,
    },
    readinessProbe: {
      ...toProbe("/-/ready"),
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 2,
    },
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: buildContainerSecurityContext(),
  };
}
