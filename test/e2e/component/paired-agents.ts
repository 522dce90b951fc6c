import type { AgentArgs } from "@berth/berth";
import { coverPairs, listRows, type Row } from "./pairwise.ts";

/** The options of an agent that are tried with each other. */
export const FACTORS = {
  mode: ["Embedded", "None"],
  scaling: ["no", "yes"],
  network: ["open", "Namespace", "Peers"],
  exposure: ["none", "gateway", "ingress"],
  monitoring: ["None", "PodMonitor"],
  secrets: ["none", "reference", "value"],
  rules: ["no", "yes"],
  peers: ["no", "yes"],
  auth: ["no", "yes"],
  extras: ["no", "yes"],
} as const;

export type Options = Row<typeof FACTORS>;

/** Without a runtime nobody asks who calls. */
export function isAllowed({ mode, auth }: Options): boolean {
  return mode === "Embedded" || auth === "no";
}

/** Few sets of options, of which each allowed pair is in one at least. */
export const PAIRED_OPTIONS: readonly Options[] = coverPairs(listRows(FACTORS).filter(isAllowed));

/** The Secret that agents refer to, and that the test makes. */
export const GIVEN_SECRET = { name: "given", key: "token" };

/** What agents are given as a secret by its value. */
export const SECRET_VALUE = "not-a-real-key";

/** The images of the two runtime modes. */
export type ModeImages = Record<Options["mode"], string>;

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

function toMonitoring({ mode, monitoring }: Options): Part {
  const port = mode === "None" ? { port: 9000 } : {};
  return monitoring === "None"
    ? {}
    : { monitoring: { kind: monitoring, labels: { release: "prometheus" }, ...port } };
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
      ...(scaling === "yes"
        ? { horizontalPodAutoscaler: { metadata: { labels: { team: "tests" } } } }
        : {}),
    },
    extraManifests: [{ ...config, data: { default: "large" } }],
  };
}

/** The name of an agent with some options, by their place. */
export function toPairName(index: number): string {
  return `pair-${index + 1}`;
}

function toScaling({ extras, scaling }: Options): Part {
  const tolerance = extras === "yes" ? { scaleUp: { tolerance: "50m" } } : {};
  return scaling === "yes"
    ? { scaling: { minReplicas: 1, maxReplicas: 3, ...tolerance } }
    : { replicas: 1 };
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
    ...toScaling(options),
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
