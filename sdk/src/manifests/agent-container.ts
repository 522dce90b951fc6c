import { ADMIN_PORT, CARD_FILE_PATH, METRICS_PORT, PORT_NAMES } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { posix } from "node:path";
import { AgentRuntimeMode } from "../agent/args.js";
import type { AgentEnvFromArgs } from "../agent/environment-args.js";
import { buildApiKeysMounts } from "./api-keys.js";
import { buildContainerEnv, type ContainerEnvFacts } from "./container-env.js";
import { omitEmpty } from "./omit-empty.js";
import { buildProbes, type ProbeFacts } from "./probes.js";
import { buildContainerSecurityContext } from "./security-context.js";

type ContainerPort = k8s.types.input.core.v1.ContainerPort;

/** Amounts of what a container asks for or may use. */
export interface ResourceAmounts {
  cpu: pulumi.Input<string>;
  memory: pulumi.Input<string>;
  ephemeralStorage: pulumi.Input<string>;
}

/** What the container of an agent is built from. */
export interface AgentContainerFacts extends ContainerEnvFacts, ProbeFacts {
  image: pulumi.Input<string>;
  envFrom: AgentEnvFromArgs[];
  resources: { requests: ResourceAmounts; limits: ResourceAmounts };
  /** Where there is no runtime: the port of the metrics, if there are any. */
  monitoring: { port?: number };
}

/** The volumes that the container mounts, by name. */
export const VOLUME_NAMES = { card: "card", tmp: "tmp" } as const;

/** The container that the agent is in. */
export function buildAgentContainer(facts: AgentContainerFacts): k8s.types.input.core.v1.Container {
  const { auth, image, mode, resources } = facts;
  return {
    name: "agent",
    image,
    ports: toPorts(facts),
    ...omitEmpty({ envFrom: facts.envFrom.map(toEnvFrom) }),
    env: buildContainerEnv(facts),
    resources: { requests: toAmounts(resources.requests), limits: toAmounts(resources.limits) },
    volumeMounts: [
      ...(mode === AgentRuntimeMode.None
        ? []
        : [{ name: VOLUME_NAMES.card, mountPath: posix.dirname(CARD_FILE_PATH), readOnly: true }]),
      ...buildApiKeysMounts(auth?.apiKeys ?? []),
      { name: VOLUME_NAMES.tmp, mountPath: "/tmp" },
    ],
    ...buildProbes(facts),
    ...toLifecycle(facts),
    // What a container said last is the reason that `pulumi up` gives when it does not start.
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: buildContainerSecurityContext(),
  };
}

function toPorts({ mode, monitoring, port }: AgentContainerFacts): ContainerPort[] {
  const a2a: ContainerPort = { name: PORT_NAMES.a2a, containerPort: port, protocol: "TCP" };
  if (mode === AgentRuntimeMode.None) {
    return monitoring.port === undefined ? [a2a] : [a2a, toMetricsPort(monitoring.port)];
  }
  return [
    a2a,
    toMetricsPort(METRICS_PORT),
    { name: PORT_NAMES.admin, containerPort: ADMIN_PORT, protocol: "TCP" },
  ];
}

function toMetricsPort(containerPort: number): ContainerPort {
  return { name: PORT_NAMES.metrics, containerPort, protocol: "TCP" };
}

function toEnvFrom({
  configMapName,
  secretName,
  prefix,
}: AgentEnvFromArgs): k8s.types.input.core.v1.EnvFromSource {
  return {
    ...omitEmpty({ prefix }),
    ...(configMapName === undefined ? {} : { configMapRef: { name: configMapName } }),
    ...(secretName === undefined ? {} : { secretRef: { name: secretName } }),
  };
}

function toAmounts({ cpu, memory, ephemeralStorage }: ResourceAmounts) {
  return { cpu, memory, "ephemeral-storage": ephemeralStorage };
}

/**
 * The pod goes on serving while its address disappears. The kubelet sleeps itself: no shell needed.
 * A runtime takes the end of the time over; an image without one is not told before its end.
 */
function toLifecycle({
  drain,
  mode,
}: AgentContainerFacts): Pick<k8s.types.input.core.v1.Container, "lifecycle"> {
  const seconds = mode === AgentRuntimeMode.None ? drain.acceptWindowSeconds : drain.preStopSeconds;
  return seconds === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds } } } };
}
