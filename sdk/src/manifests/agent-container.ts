import { ADMIN_PORT, HTTP_PATHS, METRICS_PORT } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentRuntimeMode } from "../agent/args.js";
import type { AgentEnvFromArgs } from "../agent/environment-args.js";
import { buildApiKeysMounts } from "./api-keys.js";
import { buildCardMount } from "./card-volume.js";
import { buildContainerEnv, type ContainerEnvFacts } from "./container-env.js";
import { buildResources, type ResourceFacts } from "./container-resources.js";
import { omitEmpty } from "./omit-empty.js";
import { toContainerPort } from "./pod-ports.js";
import { buildPeerTokensMounts, type PeerTokenFacts } from "./peer-tokens.js";
import { buildProbes, type ProbeFacts } from "./probes.js";
import { buildContainerSecurityContext } from "./security-context.js";

type ContainerPort = k8s.types.input.core.v1.ContainerPort;

/** What the container of an agent is built from. */
export interface AgentContainerFacts extends ContainerEnvFacts, ProbeFacts {
  image: pulumi.Input<string>;
  /** Empty leaves those of the image. */
  args: pulumi.Input<string>[];
  envFrom: AgentEnvFromArgs[];
  resources: ResourceFacts;
  /** Builds something of the tokens that show peers who calls, as soon as these are known. */
  withPeerTokens: <T>(build: (tokens: readonly PeerTokenFacts[]) => T) => pulumi.Input<T>;
  /** Where there is no runtime: the port of the metrics, if there are any. */
  monitoring: { port?: number };
}

/** The volume that the container may write to. */
export const TMP_VOLUME_NAME = "tmp";

/** The container that the agent is in. */
export function buildAgentContainer(facts: AgentContainerFacts): k8s.types.input.core.v1.Container {
  const { args, auth, image, mode } = facts;
  const keys = mode === AgentRuntimeMode.Embedded ? (auth?.apiKeys ?? []) : [];
  return {
    name: "agent",
    image,
    ...omitEmpty({ args }),
    ports: toPorts(facts),
    ...omitEmpty({ envFrom: facts.envFrom.map(toEnvFrom) }),
    env: buildContainerEnv(facts),
    resources: buildResources(facts.resources),
    volumeMounts: facts.withPeerTokens((tokens) => [
      ...(mode === AgentRuntimeMode.None ? [] : [buildCardMount()]),
      ...buildApiKeysMounts(keys),
      ...buildPeerTokensMounts(tokens),
      { name: TMP_VOLUME_NAME, mountPath: "/tmp" },
    ]),
    ...buildProbes(facts),
    ...toLifecycle(facts),
    // What a container said last is the reason that `pulumi up` gives when it does not start.
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: buildContainerSecurityContext(),
  };
}

function toPorts({ mode, monitoring, port }: AgentContainerFacts): ContainerPort[] {
  switch (mode) {
    case AgentRuntimeMode.Sidecar:
      return [toContainerPort("agent", port)];
    case AgentRuntimeMode.Embedded:
      return [
        toContainerPort("a2a", port),
        toContainerPort("metrics", METRICS_PORT),
        toContainerPort("admin", ADMIN_PORT),
      ];
    case AgentRuntimeMode.None:
      return [
        toContainerPort("a2a", port),
        ...(monitoring.port === undefined ? [] : [toContainerPort("metrics", monitoring.port)]),
      ];
  }
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

/**
 * The pod goes on serving while its address disappears. The kubelet sleeps itself: no shell needed.
 * A runtime takes the end of the time over; an image without one is not told before its end.
 *
 * A sidecar does all of that, and is told of the end by the hook of the agent, which the kubelet stops
 * first: the hook ends with the drain. It is asked by its number, for names lead to the same container only.
 */
function toLifecycle({
  drain,
  mode,
}: AgentContainerFacts): Pick<k8s.types.input.core.v1.Container, "lifecycle"> {
  if (mode === AgentRuntimeMode.Sidecar) {
    return { lifecycle: { preStop: { httpGet: { path: HTTP_PATHS.drain, port: ADMIN_PORT } } } };
  }
  const seconds = mode === AgentRuntimeMode.None ? drain.acceptWindowSeconds : drain.preStopSeconds;
  return seconds === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds } } } };
}
