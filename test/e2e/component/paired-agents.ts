import type { AgentArgs } from "@berth/berth";
import { hasScaler, type Options, PAIRED_OPTIONS, toPairName } from "./paired-options.ts";

/** The Secret that agents refer to, and that the test makes. */
export const GIVEN_SECRET = { name: "given", key: "token" };

/** Where agents are told that Prometheus is. Nobody asks there. */
const PROMETHEUS_URL = "http://prometheus.monitoring.svc:9090";

/** What agents are given as a secret by its value. */
export const SECRET_VALUE = "not-a-real-key";

/** The images of agents in the runtime modes, and that of the runtime of a sidecar. */
export type ModeImages = Record<Options["mode"] | "runtime", string>;

type Part = Partial<AgentArgs>;

function toNetwork({ extras, network }: Options): Part {
  const service = { trafficDistribution: "PreferSameNode", dualStack: true } as const;
  return {
    network: {
      ...(extras === "yes" ? { ...service, appProtocol: "kgateway.dev/a2a" } : {}),
      ...(network === "open"
        ? { policy: false }
        : { callers: network, callerNamespaces: ["partners"], allowTo: [{ cidr: "10.1.2.0/24" }] }),
    },
  };
}

function toExposure({ exposure, network }: Options, name: string): Part {
  const hostname = `${name}.example.test`;
  const from = network === "open" ? {} : { from: [{ namespace: "edge" }] };
  const ways: Record<Options["exposure"], Part> = {
    none: {},
    gateway: { exposure: { hostname, gateway: { name: "edge", namespace: "edge" } } },
    ingress: { exposure: { hostname, ingress: { tlsSecretName: "edge-tls" }, ...from } },
  };
  return ways[exposure];
}

/** An image without a runtime says where its metrics are, if somebody asks for them. */
function toMonitoring(options: Options): Part {
  const { mode, monitoring } = options;
  const isAsked = monitoring === "PodMonitor" || hasScaler(options);
  const port = mode === "None" && isAsked ? { port: 9000 } : {};
  const monitor =
    monitoring === "PodMonitor" ? { kind: monitoring, labels: { release: "prometheus" } } : {};
  return { monitoring: { ...monitor, ...port } };
}

function toSecrets({ secrets }: Options): Part {
  const ways: Record<Options["secrets"], Part> = {
    none: {},
    reference: {
      secrets: [{ env: "MODEL_KEY", secretName: GIVEN_SECRET.name, key: GIVEN_SECRET.key }],
    },
    value: { secrets: [{ env: "MODEL_KEY", value: SECRET_VALUE }] },
  };
  return ways[secrets];
}

function toAuth({ auth }: Options): Part {
  const { name: secretName, key } = GIVEN_SECRET;
  const keys = [{ name: "partner", secretName, key }];
  return auth === "no"
    ? {}
    : { auth: { apiKeys: keys, serviceAccountTokens: { audiences: ["paired"] } } };
}

function toScalerOverrides(scaling: Options["scaling"]): AgentArgs["overrides"] {
  const change = { metadata: { labels: { team: "tests" } } };
  switch (scaling) {
    case "PrometheusAdapter":
    case "ExistingApi":
      return { horizontalPodAutoscaler: change };
    case "Keda":
      return { scaledObject: change };
    case "no":
    case "None":
      return {};
  }
}

function toRuntime({ extras, mode }: Options, image: string): Part {
  if (mode !== "Sidecar") {
    return {};
  }
  // An amount as the API server writes it.
  const more = { env: { A2A_LOG_LEVEL: "warn" }, resources: { limits: { cpu: "1" } } };
  return { runtime: { mode, image, ...(extras === "yes" ? more : {}) } };
}

/** What decides no object but changes many. */
function toExtras({ extras, mode, scaling }: Options, name: string): Part {
  if (extras === "no") {
    return {};
  }
  const config = { kind: "ConfigMap", apiVersion: "v1", metadata: { name: `${name}-models` } };
  return {
    env: { GREETING: "hello $(POD_NAME)" },
    envFrom: [{ secretName: GIVEN_SECRET.name, prefix: "GIVEN_" }],
    probes: {
      startup: { failureThreshold: 90 },
      readiness: { periodSeconds: 2, ...(mode === "None" ? { path: "/healthz" } : {}) },
    },
    pod: {
      labels: { team: "tests" },
      annotations: { "example.test/owner": "tests" },
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations: [{ key: "spot", operator: "Exists", effect: "NoSchedule" }],
      imagePullSecrets: ["registry"],
      runAsUser: 12345,
      doNotDisrupt: true,
    },
    kubernetesVersion: "1.35",
    overrides: {
      deployment: {
        spec: {
          revisionHistoryLimit: 1,
          template: { spec: { containers: [{ name: "agent", stdin: true }] } },
        },
      },
      service: { spec: { sessionAffinity: "ClientIP" } },
      ...toScalerOverrides(scaling),
    },
    extraManifests: [{ ...config, data: { default: "large" } }],
  };
}

/** The least pods and the most of what Berth scales. */
const PODS = { minReplicas: 1, maxReplicas: 3 };

const TARGETS: Record<Options["target"], AgentArgs["scaling"]> = {
  tasks: { targetActiveTasks: 8 },
  saturation: { targetSaturation: 0.5 },
};

function toKeda({ extras, platform }: Options): NonNullable<AgentArgs["scaling"]>["keda"] {
  return {
    ...(platform === "no" ? { prometheusUrl: PROMETHEUS_URL } : {}),
    ...(extras === "yes" ? { authentication: { name: "prometheus", modes: "bearer" } } : {}),
  };
}

function toScaling(options: Options): Part {
  const { extras, idlestPodFirst, scaling, target } = options;
  if (scaling === "no") {
    return { replicas: 1 };
  }
  const idlest = idlestPodFirst === "yes" ? { idlestPodFirst: true } : {};
  if (scaling === "None") {
    return { scaling: { backend: scaling, minReplicas: PODS.minReplicas, ...idlest } };
  }
  return {
    scaling: {
      backend: scaling,
      ...PODS,
      ...TARGETS[target],
      ...idlest,
      ...(scaling === "Keda" ? { keda: toKeda(options) } : {}),
      ...(extras === "yes" ? { scaleUp: { tolerance: "50m" } } : {}),
    },
  };
}

/** What a platform would say that fits the agent. */
function toPlatform({ monitoring, platform, scaling }: Options): Part {
  const prometheus = { namespace: "monitoring", podLabels: { app: "prometheus" } };
  return platform === "no"
    ? {}
    : {
        platform: {
          scalingBackend: scaling === "no" ? "None" : scaling,
          monitoringKind: monitoring,
          prometheusUrl: PROMETHEUS_URL,
          prometheus,
          podMonitorLabels: { platform: "tests" },
        },
      };
}

/** What every agent of the test has: one pod that takes little, and goes soon. */
export function toSmallAgent(image: string, mode: Options["mode"]): AgentArgs {
  return {
    image,
    card: {
      description: "Works",
      version: "1.0.0",
      skills: [{ id: "work", name: "Work", description: "Works for a while", tags: ["test"] }],
    },
    // Amounts as the API server writes them, so that what is read back can be compared.
    resources: {
      requests: { cpu: "10m", memory: "32Mi" },
      limits: { cpu: "1", memory: "256Mi" },
    },
    drain: { maxTaskSeconds: 10 },
    rollout: { progressDeadlineSeconds: 240 },
    runtime: { mode },
  };
}

/** The args of the agent with some options, and those of its neighbours as peers where it has any. */
export function toPairedAgent(options: Options, index: number, images: ModeImages): AgentArgs {
  const neighbour = toPairName((index + 1) % PAIRED_OPTIONS.length);
  return {
    ...toSmallAgent(images[options.mode], options.mode),
    ...toRuntime(options, images.runtime),
    ...toScaling(options),
    ...toPlatform(options),
    ...toNetwork(options),
    ...toExposure(options, toPairName(index)),
    ...toMonitoring(options),
    ...toSecrets(options),
    ...toAuth(options),
    ...toExtras(options, toPairName(index)),
    ...(options.peers === "yes"
      ? { peers: [{ name: neighbour }, { name: "elsewhere", namespace: "partners" }] }
      : {}),
    ...(options.rules === "yes"
      ? {
          serviceAccount: {
            annotations: { "example.test/identity": "tests" },
            rules: [{ apiGroups: [""], resources: ["services"], verbs: ["get", "list"] }],
          },
        }
      : {}),
  };
}
