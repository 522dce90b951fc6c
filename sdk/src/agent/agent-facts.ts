import {
  type CardData,
  LABEL_TRUE,
  LABELS,
  serializeDiscoveryNamespaces,
  serializePeers,
  toCardData,
  toCardHash,
  toSelectorLabels,
} from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentPlatformBinding } from "../agent-platform/binding.js";
import { joinInput, mapInput } from "../input.js";
import {
  type StackFacts,
  toCallerLabels,
  toObjectLabels,
  toStackLabels,
  toWorkloadLabels,
} from "../labels.js";
import {
  type AgentNames,
  toAgentNames,
  toDiscoveryName,
  toPeers,
  toPodDeletionCostName,
  toServiceUrl,
  toSiblingsHost,
} from "../names.js";
import type { PeerTokenFacts } from "../manifests/peer-tokens.js";
import { AgentRuntimeMode } from "./args.js";
import { DISCOVERY_RULES } from "./discovery-access.js";
import { isOfOwnNamespace, toDiscoveryNamespaces } from "./discovery-schema.js";
import type { KnownPeer } from "./peers-schema.js";
import { type RolloutFacts, toRolloutFacts } from "./rollout-facts.js";
import { toSecretsData } from "./secrets-data.js";
import type { AgentPolicyRuleArgs } from "./service-account-args.js";
import type { AgentSpec } from "./spec.js";

/** What all objects of an agent are built from: its spec, and what follows from it. */
export interface AgentFacts extends RolloutFacts {
  spec: AgentSpec;
  names: AgentNames;
  /** The labels of every object. */
  labels: Record<string, string>;
  /** The labels of what speaks A2A: the Deployment and the Service. */
  workloadLabels: Record<string, string>;
  selectorLabels: Record<string, string>;
  podLabels: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The namespace that the agent ends up in. */
  namespace: pulumi.Input<string>;
  /** How many pods there are at first. Undefined leaves that to the scaler. */
  replicas: pulumi.Input<number> | undefined;
  cardData: CardData;
  /** The root URL within the cluster. */
  url: pulumi.Input<string>;
  /** The name by which replicas find each other. Undefined where no runtime does. */
  siblingsHost: pulumi.Input<string> | undefined;
  /** The peers that are known once all of them are. */
  knownPeers: pulumi.Input<KnownPeer[]>;
  /** The peers as the environment carries them. Undefined where there are none. */
  peers: pulumi.Input<string> | undefined;
  /** The tokens that show peers who calls, known once all of the peers are. */
  peerTokens: pulumi.Input<PeerTokenFacts[]>;
  /** The namespaces whose agents are found, as the environment carries them. Undefined where none are. */
  discoveryNamespaces: pulumi.Input<string> | undefined;
  /** The name of what lets the pods find others elsewhere. Undefined where nothing does. */
  discoveryName: pulumi.Input<string> | undefined;
  /** What goes into the Secret of the agent's own. Undefined where nothing does. */
  secretsData: Record<string, pulumi.Input<string>> | undefined;
  /** The name that the Secret is built with. Undefined leaves it to the Kubernetes provider. */
  ownSecretName: string | undefined;
  /** The name that it has. Undefined where there is none. */
  secretName: pulumi.Input<string> | undefined;
  /** The platform of the cluster. Undefined where none is given. */
  platform: pulumi.Input<AgentPlatformBinding> | undefined;
  /** What pods may do with the API server, by the user and by what the Agent needs. */
  rules: AgentPolicyRuleArgs[];
  /** The pods reach the API server, and have a token for it. */
  hasToken: boolean;
  /** Each pod tells what its deletion costs. */
  idlestPodFirst: boolean;
  /** The name of the policy about that, in the cluster. Undefined where no pod tells. */
  podDeletionCostName: pulumi.Input<string> | undefined;
}

/** What the facts of an agent take from outside its args. */
export interface AgentFactsOptions {
  /** How many pods there are at first. Undefined leaves that to the scaler. */
  replicas: pulumi.Input<number> | undefined;
  /**
   * The name that the Kubernetes provider makes up for the agent's own Secret. Undefined gives it one
   * beforehand: without a provider nobody else would tell the pods.
   */
  generatedSecretName?: pulumi.Input<string>;
  /** The namespace that the agent ends up in, also where its args name none. */
  namespace: pulumi.Input<string>;
  /** Checks the peers once they are known. */
  readPeers: (peers: KnownPeer[]) => KnownPeer[];
  /** Checks the platform once it is known. */
  readPlatform: (platform: unknown) => AgentPlatformBinding;
  /** The stack that objects belong to. Undefined where there is none. */
  owner?: StackFacts;
}

/** What a pod needs to tell what its deletion costs. Nobody knows its name beforehand. */
const PATCH_PODS: AgentPolicyRuleArgs = { apiGroups: [""], resources: ["pods"], verbs: ["patch"] };

/**
 * Works out what follows from a spec. What is plain stays plain.
 *
 * @throws SettingsError when an object of the cluster can have no name.
 */
export function toAgentFacts(
  spec: AgentSpec,
  { generatedSecretName, namespace, owner, readPeers, readPlatform, replicas }: AgentFactsOptions,
): AgentFacts {
  const labelFacts = { name: spec.name, version: spec.card.version };
  const names = toAgentNames(spec.name, toCardHash(spec.card));
  const workloadLabels = toWorkloadLabels(labelFacts);
  const stackLabels = owner === undefined ? {} : toStackLabels(owner);
  const hasPeers = spec.peers.length > 0;
  const knownPeers = hasPeers
    ? mapInput(joinInput(spec.peers) as pulumi.Input<KnownPeer[]>, readPeers)
    : [];
  const secretsData = toSecretsData(spec.secrets);
  const idlestPodFirst = spec.scaling?.idlestPodFirst === true;
  const { discovery } = spec;
  const rules = [
    ...spec.serviceAccount.rules,
    ...(idlestPodFirst ? [PATCH_PODS] : []),
    ...(discovery !== undefined && isOfOwnNamespace(discovery) ? DISCOVERY_RULES : []),
  ];
  const hasRuntime = spec.mode !== AgentRuntimeMode.None;
  return {
    ...toRolloutFacts(spec),
    spec,
    names,
    labels: { ...toObjectLabels(labelFacts), ...stackLabels },
    workloadLabels: { ...workloadLabels, ...stackLabels },
    selectorLabels: toSelectorLabels(spec.name),
    podLabels: mapInput(knownPeers, (peers) => ({
      ...spec.pod.labels,
      ...workloadLabels,
      ...toCallerLabels(peers.map(({ name }) => name)),
      ...(discovery === undefined ? {} : { [LABELS.discovery]: LABEL_TRUE }),
    })),
    namespace,
    replicas,
    cardData: toCardData(spec.card),
    url: mapInput(namespace, (known) => toServiceUrl(names.service, known)),
    siblingsHost: hasRuntime
      ? mapInput(namespace, (known) => toSiblingsHost(names.siblingsService, known))
      : undefined,
    knownPeers,
    peers: hasPeers
      ? mapInput(knownPeers, (peers) =>
          mapInput(namespace, (known) => serializePeers(toPeers(peers, known))),
        )
      : undefined,
    peerTokens: mapInput(knownPeers, toPeerTokens),
    discoveryNamespaces:
      discovery &&
      mapInput(toDiscoveryNamespaces(discovery, namespace), serializeDiscoveryNamespaces),
    discoveryName:
      discovery === undefined || isOfOwnNamespace(discovery)
        ? undefined
        : toDiscoveryName({ namespace, agent: spec.name, stack: owner?.stack }),
    secretsData,
    ownSecretName: generatedSecretName === undefined ? names.secret : undefined,
    secretName: secretsData && (generatedSecretName ?? names.secret),
    platform: spec.platform && mapInput(joinInput(spec.platform), readPlatform),
    rules,
    hasToken:
      rules.length > 0 ||
      discovery !== undefined ||
      spec.auth?.config.serviceAccountTokens !== undefined,
    idlestPodFirst,
    podDeletionCostName: idlestPodFirst
      ? toPodDeletionCostName({ namespace, agent: spec.name, stack: owner?.stack })
      : undefined,
  };
}

function toPeerTokens(peers: readonly KnownPeer[]): PeerTokenFacts[] {
  return peers.flatMap(({ name, audience }) =>
    audience === undefined ? [] : [{ peer: name, audience }],
  );
}
