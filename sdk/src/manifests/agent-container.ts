import { ADMIN_PORT, CARD_FILE_PATH, METRICS_PORT, PORT_NAMES } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { posix } from "node:path";
import { AgentRuntimeMode } from "../agent/args.js";
import { buildContainerEnv, type ContainerEnvFacts } from "./container-env.js";
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
  resources: { requests: ResourceAmounts; limits: ResourceAmounts };
}

/** The volumes that the container mounts, by name. */
export const VOLUME_NAMES = { card: "card", tmp: "tmp" } as const;

/** The container that the agent is in. */
export function buildAgentContainer(facts: AgentContainerFacts): k8s.types.input.core.v1.Container {
  const { image, mode, resources } = facts;
  return {
    name: "agent",
    image,
    ports: toPorts(facts),
    env: buildContainerEnv(facts),
    resources: { requests: toAmounts(resources.requests), limits: toAmounts(resources.limits) },
    volumeMounts: [
      ...(mode === AgentRuntimeMode.None
        ? []
        : [{ name: VOLUME_NAMES.card, mountPath: posix.dirname(CARD_FILE_PATH), readOnly: true }]),
      { name: VOLUME_NAMES.tmp, mountPath: "/tmp" },
    ],
    ...buildProbes(facts),
    ...toLifecycle(facts),
    // What a container said last is the reason that `pulumi up` gives when it does not start.
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: buildContainerSecurityContext(),
  };
}

function toPorts({ mode, port }: AgentContainerFacts): ContainerPort[] {
  const a2a: ContainerPort = { name: PORT_NAMES.a2a, containerPort: port, protocol: "TCP" };
  return mode === AgentRuntimeMode.None
    ? [a2a]
    : [
        a2a,
        { name: PORT_NAMES.metrics, containerPort: METRICS_PORT, protocol: "TCP" },
        { name: PORT_NAMES.admin, containerPort: ADMIN_PORT, protocol: "TCP" },
      ];
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
