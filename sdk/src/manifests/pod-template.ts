import { HTTP_PATHS, METRICS_PATH_ANNOTATION } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentRuntimeMode } from "../agent/args.js";
import type { AgentTolerationArgs } from "../agent/pod-args.js";
import {
  type AgentContainerFacts,
  buildAgentContainer,
  TMP_VOLUME_NAME,
} from "./agent-container.js";
import { buildApiKeysVolumes } from "./api-keys.js";
import { buildCardVolume } from "./card-volume.js";
import { omitEmpty } from "./omit-empty.js";
import { buildPeerTokensVolumes } from "./peer-tokens.js";
import { buildPodPlacement } from "./pod-placement.js";
import { buildPodSecurityContext } from "./security-context.js";
import { buildSidecarContainer, type SidecarFacts } from "./sidecar-container.js";

type Texts = Record<string, pulumi.Input<string>>;

/** What the template of an agent's pods is built from. */
export interface PodTemplateFacts extends AgentContainerFacts {
  selectorLabels: Record<string, string>;
  /** All labels of the pods: the Agent's, those of its peers and the user's. */
  podLabels: pulumi.Input<Texts>;
  pod: PodFacts;
  monitoring: AgentContainerFacts["monitoring"] & { path: pulumi.Input<string> };
  /** Undefined in the other runtime modes than Sidecar. */
  sidecar: SidecarFacts | undefined;
  serviceAccountName: pulumi.Input<string>;
  /** Whether the pods have a token for the API server. */
  hasToken: boolean;
}

/** Where pods run, and what they carry. */
export interface PodFacts {
  annotations: Texts;
  nodeSelector: Texts;
  tolerations: AgentTolerationArgs[];
  priorityClassName?: pulumi.Input<string>;
  runtimeClassName?: pulumi.Input<string>;
  imagePullSecrets: pulumi.Input<string>[];
  runAsUser: pulumi.Input<number>;
  hostUsers: boolean;
  doNotDisrupt: boolean;
}

/** What an agent may keep in `/tmp`, the only place it can write to. */
const TMP_SIZE_LIMIT = "256Mi";

/** What keeps the Cluster Autoscaler and Karpenter from removing the node of a pod. */
const DO_NOT_DISRUPT = {
  "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
  "karpenter.sh/do-not-disrupt": "true",
};

/** The pods of an agent. Another template is a rollout. */
export function buildPodTemplate(facts: PodTemplateFacts): k8s.types.input.core.v1.PodTemplateSpec {
  return {
    metadata: {
      labels: facts.podLabels,
      ...omitEmpty({ annotations: toAnnotations(facts) }),
    },
    spec: buildPodSpec(facts),
  };
}

function toAnnotations({ monitoring, pod }: PodTemplateFacts): Texts {
  const hasOtherPath = monitoring.port !== undefined && monitoring.path !== HTTP_PATHS.metrics;
  return {
    ...(pod.doNotDisrupt ? DO_NOT_DISRUPT : {}),
    ...(hasOtherPath ? { [METRICS_PATH_ANNOTATION]: monitoring.path } : {}),
    ...pod.annotations,
  };
}

function buildPodSpec(facts: PodTemplateFacts): k8s.types.input.core.v1.PodSpec {
  const { pod, sidecar } = facts;
  return {
    serviceAccountName: facts.serviceAccountName,
    automountServiceAccountToken: facts.hasToken,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: facts.drain.terminationGracePeriodSeconds,
    // The full names of Services are looked up first, not after every search domain. Of names with as
    // many dots or more, such as `name.namespace.svc` with 2, images with musl look nothing else up.
    dnsConfig: { options: [{ name: "ndots", value: "3" }] },
    ...(pod.hostUsers ? {} : { hostUsers: false }),
    securityContext: buildPodSecurityContext(pod.runAsUser),
    ...omitEmpty({
      imagePullSecrets: pod.imagePullSecrets.map((name) => ({ name })),
      priorityClassName: pod.priorityClassName,
      runtimeClassName: pod.runtimeClassName,
      nodeSelector: pod.nodeSelector,
      tolerations: pod.tolerations,
    }),
    ...buildPodPlacement(facts.selectorLabels),
    ...(sidecar === undefined ? {} : { initContainers: [buildSidecarContainer(sidecar, facts)] }),
    containers: [buildAgentContainer(facts)],
    volumes: facts.withPeerTokens((tokens) => [
      ...(facts.mode === AgentRuntimeMode.None ? [] : [buildCardVolume(facts.configMapName)]),
      ...buildApiKeysVolumes(facts.auth?.apiKeys ?? []),
      ...buildPeerTokensVolumes(tokens),
      { name: TMP_VOLUME_NAME, emptyDir: { sizeLimit: TMP_SIZE_LIMIT } },
    ]),
  };
}
