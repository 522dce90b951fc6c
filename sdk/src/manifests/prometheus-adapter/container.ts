import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  CERTIFICATE_FOLDER,
  CONFIG_FOLDER,
  PROMETHEUS_AUTH_FOLDER,
  TMP_FOLDER,
} from "../../prometheus-adapter/paths.js";
import { buildContainerSecurityContext } from "../security-context.js";
import { ADAPTER_PORT_NAME } from "./service.js";

type Probe = k8s.types.input.core.v1.Probe;
type VolumeMount = k8s.types.input.core.v1.VolumeMount;

/** What the container of the adapter is built from. */
export interface AdapterContainerFacts {
  image: pulumi.Input<string>;
  flags: pulumi.Input<string>[];
  securePort: pulumi.Input<number>;
  resources: AdapterResourceFacts;
  /** The name of the Secret with the certificate. Undefined has each pod make one. */
  certificateSecretName: pulumi.Input<string> | undefined;
  /** The name of the Secret with what the adapter shows to Prometheus. Undefined: nothing of that. */
  prometheusSecretName: pulumi.Input<string> | undefined;
}

/** What it asks for and may use, as quantities. */
export interface AdapterResourceFacts {
  requestsCpu: pulumi.Input<string>;
  requestsMemory: pulumi.Input<string>;
  limitsCpu: pulumi.Input<string>;
  limitsMemory: pulumi.Input<string>;
}

/** The volumes that the container mounts, by name. */
export const ADAPTER_VOLUMES = {
  config: "config",
  certificate: "certificate",
  prometheus: "prometheus-auth",
  tmp: "tmp",
} as const;

/** Disk, of which the adapter uses only what its log takes. */
const DISK = { request: "16Mi", limit: "128Mi" } as const;

/**
 * For how long it goes on to answer after its deletion, while the endpoints disappear: it has no such
 * time of its own.
 */
const PRE_STOP_SECONDS = 5;

/** The container of the adapter. */
export function buildAdapterContainer(
  facts: AdapterContainerFacts,
): k8s.types.input.core.v1.Container {
  const { flags, image, resources, securePort } = facts;
  return {
    name: "adapter",
    image,
    args: flags,
    ports: [{ name: ADAPTER_PORT_NAME, containerPort: securePort, protocol: "TCP" }],
    resources: {
      requests: {
        cpu: resources.requestsCpu,
        memory: resources.requestsMemory,
        "ephemeral-storage": DISK.request,
      },
      limits: {
        cpu: resources.limitsCpu,
        memory: resources.limitsMemory,
        "ephemeral-storage": DISK.limit,
      },
    },
    volumeMounts: toVolumeMounts(facts),
    startupProbe: { ...toCheck("/readyz"), periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...toCheck("/livez"), periodSeconds: 10, failureThreshold: 6 },
    readinessProbe: { ...toCheck("/readyz"), periodSeconds: 5, failureThreshold: 2 },
    lifecycle: { preStop: { sleep: { seconds: PRE_STOP_SECONDS } } },
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: buildContainerSecurityContext(),
  };
}

function toVolumeMounts(facts: AdapterContainerFacts): VolumeMount[] {
  const { certificate, config, prometheus, tmp } = ADAPTER_VOLUMES;
  return [
    { name: config, mountPath: CONFIG_FOLDER, readOnly: true },
    ...(facts.certificateSecretName === undefined
      ? []
      : [{ name: certificate, mountPath: CERTIFICATE_FOLDER, readOnly: true }]),
    ...(facts.prometheusSecretName === undefined
      ? []
      : [{ name: prometheus, mountPath: PROMETHEUS_AUTH_FOLDER, readOnly: true }]),
    { name: tmp, mountPath: TMP_FOLDER },
  ];
}

/** The kubelet takes any certificate. */
function toCheck(path: string): Probe {
  return { httpGet: { path, port: ADAPTER_PORT_NAME, scheme: "HTTPS" }, timeoutSeconds: 5 };
}
