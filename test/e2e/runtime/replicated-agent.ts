import { basename, dirname } from "node:path";
import {
  CARD_FILE_PATH,
  DEFAULT_AGENT_PORT,
  ENVIRONMENT,
  HTTP_PATHS,
  METRICS_PORT,
  ADMIN_PORT,
  PORT_NAMES,
  SERVICE_PORT,
  toDrainSchedule,
} from "@berth/contract";
import {
  applyObjects,
  createNamespace,
  kubectl,
  restrictedContainer,
  restrictedPod,
  smallRequests,
  waitForRollout,
} from "../cluster-access.ts";

export interface ReplicatedAgentOptions {
  image: string;
  replicas: number;
  /** More of the environment. */
  env?: Record<string, string>;
  /** More of it that says where the agent is. */
  toEnv?: (namespace: string) => Record<string, string>;
  /** Volumes, by the folders they are mounted at. */
  volumes?: Record<string, { name: string }>;
}

/** Replicas of an agent that know each other, made of plain objects. */
export interface ReplicatedAgent {
  namespace: string;
  /** The Service in front of all replicas. */
  url: string;
  /** The names and addresses of the pods that are not going away. */
  readPods: () => Promise<{ name: string; address: string }[]>;
}

const NAME = "worker";
const SIBLINGS = `${NAME}-siblings`;
const CARD_NAME = `${NAME}-card`;
const CARD = {
  name: NAME,
  description: "Works as long as it is asked to",
  version: "1.0.0",
  capabilities: { pushNotifications: true },
  skills: [{ id: "work", name: "Work", description: "Works", tags: ["work"] }],
};

/** Deploys replicas with a Service in front and a headless one by which they find each other. */
export async function createReplicatedAgent(
  options: ReplicatedAgentOptions,
): Promise<ReplicatedAgent> {
  const namespace = await createNamespace("runtime", {
    "pod-security.kubernetes.io/enforce": "restricted",
  });
  await applyObjects(toCard(namespace), ...toServices(namespace), toDeployment(namespace, options));
  await waitForRollout(namespace, NAME);
  return {
    namespace,
    url: `http://${NAME}.${namespace}.svc.cluster.local:${SERVICE_PORT}`,
    readPods: async () => {
      const items = await kubectl(
        "get",
        "pods",
        `--namespace=${namespace}`,
        `--selector=app=${NAME}`,
        "--output=json",
      );
      const { items: pods } = JSON.parse(items) as {
        items: {
          metadata: { name: string; deletionTimestamp?: string };
          status: { podIP?: string };
        }[];
      };
      return pods
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .map(({ metadata, status }) => ({ name: metadata.name, address: status.podIP ?? "" }));
    },
  };
}

function toCard(namespace: string): object {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: CARD_NAME, namespace },
    data: { [basename(CARD_FILE_PATH)]: JSON.stringify(CARD) },
  };
}

function toServices(namespace: string): object[] {
  const port = { name: PORT_NAMES.a2a, port: SERVICE_PORT, targetPort: PORT_NAMES.a2a };
  const selector = { app: NAME };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: NAME, namespace },
      spec: { selector, ports: [port] },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: SIBLINGS, namespace },
      // A replica that goes away still has tasks that others are asked for.
      spec: { clusterIP: "None", publishNotReadyAddresses: true, selector, ports: [port] },
    },
  ];
}

function toDeployment(
  namespace: string,
  { env = {}, image, replicas, toEnv = () => ({}), volumes = {} }: ReplicatedAgentOptions,
): object {
  const schedule = toDrainSchedule({ maxTaskSeconds: 60 });
  const variables = {
    [ENVIRONMENT.agentUrl]: `http://${NAME}.${namespace}.svc.cluster.local:${SERVICE_PORT}`,
    [ENVIRONMENT.siblingsHost]: `${SIBLINGS}.${namespace}.svc.cluster.local`,
    [ENVIRONMENT.maxTaskSeconds]: "60",
    [ENVIRONMENT.acceptWindowSeconds]: String(schedule.handoverSeconds),
    ...env,
    ...toEnv(namespace),
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: NAME, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: NAME } },
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      minReadySeconds: 2,
      template: {
        metadata: { labels: { app: NAME } },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: restrictedPod,
          terminationGracePeriodSeconds: schedule.terminationGracePeriodSeconds,
          containers: [
            {
              name: "agent",
              image,
              ports: [
                { name: PORT_NAMES.a2a, containerPort: DEFAULT_AGENT_PORT },
                { name: PORT_NAMES.metrics, containerPort: METRICS_PORT },
                { name: PORT_NAMES.admin, containerPort: ADMIN_PORT },
              ],
              env: [
                ...Object.entries(variables).map(([name, value]) => ({ name, value })),
                { name: ENVIRONMENT.podName, valueFrom: fromField("metadata.name") },
                { name: ENVIRONMENT.podIp, valueFrom: fromField("status.podIP") },
              ],
              readinessProbe: {
                httpGet: { path: HTTP_PATHS.readiness, port: PORT_NAMES.admin },
                periodSeconds: 1,
              },
              lifecycle: { preStop: { sleep: { seconds: schedule.preStopSeconds } } },
              securityContext: restrictedContainer,
              resources: smallRequests,
              volumeMounts: [
                { name: "tmp", mountPath: "/tmp" },
                { name: "card", mountPath: dirname(CARD_FILE_PATH), readOnly: true },
                ...Object.entries(volumes).map(([mountPath, { name }]) => ({ name, mountPath })),
              ],
            },
          ],
          volumes: [
            { name: "tmp", emptyDir: {} },
            { name: "card", configMap: { name: CARD_NAME } },
            ...Object.values(volumes),
          ],
        },
      },
    },
  };
}

function fromField(fieldPath: string): object {
  return { fieldRef: { fieldPath } };
}
