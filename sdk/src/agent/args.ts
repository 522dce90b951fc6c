import type * as pulumi from "@pulumi/pulumi";
import type { AgentPlatformBindingArgs } from "../agent-platform/binding.js";
import type { AgentAuthArgs } from "./auth-args.js";
import type { AgentCardArgs } from "./card-args.js";
import type { AgentDiscoveryArgs } from "./discovery-args.js";
import type { AgentEnvFromArgs, AgentSecretArgs } from "./environment-args.js";
import type { AgentExposureArgs } from "./exposure-args.js";
import type { AgentMonitoringArgs } from "./monitoring-args.js";
import type { AgentNetworkArgs } from "./network-args.js";
import type { AgentManifest, AgentOverridesArgs } from "./overrides-args.js";
import type { AgentPodArgs } from "./pod-args.js";
import type { AgentProbesArgs } from "./probes-args.js";
import type { AgentResourcesArgs } from "./resources-args.js";
import type { AgentDrainArgs, AgentRolloutArgs } from "./rollout-args.js";
import type { AgentScalingArgs } from "./scaling-args.js";
import type { AgentServiceAccountArgs } from "./service-account-args.js";

/**
 * What an Agent is made from: an image and a card, and what differs from the defaults. It becomes a
 * Deployment (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/) that speaks
 * A2A (https://a2a-protocol.org/latest/specification/), and what that needs.
 */
export interface AgentArgs {
  /** The image of the agent, best with a digest: a tag that moves starts no rollout. */
  image: pulumi.Input<string>;
  /** What the agent tells about itself. Plain, because its hash is part of a name. */
  card: AgentCardArgs;
  /**
   * The name of the agent and of its objects: peers reach it by that name. Up to 49 lower-case
   * letters, digits and hyphens, beginning with a letter. Defaults to the name of the component.
   */
  name?: string;
  /** The namespace of the agent. Defaults to the namespace of the Kubernetes provider. */
  namespace?: pulumi.Input<string>;
  /**
   * The platform of the cluster: the output `binding` of an AgentPlatform. From it come the URL that KEDA
   * asks, the labels of the PodMonitor and the pods of Prometheus, where they are not given. It decides
   * nothing: `scaling.backend` and `monitoring.kind` must be those of the platform.
   */
  platform?: pulumi.Input<AgentPlatformBindingArgs>;
  /**
   * The arguments of the agent's container, in place of those of its image (`CMD`). `$(NAME)` in them is the
   * variable of that name. They must not be secrets of Pulumi.
   */
  args?: pulumi.Input<string>[];
  /** The port that the agent listens on in its container. Defaults to 8000. */
  port?: number;
  /**
   * Environment variables of the agent. A value may refer to secrets, to the variables of the pod,
   * such as `POD_IP`, and to names before its own in the alphabet: `$(NAME)`. It must not be a secret
   * of Pulumi: those belong into a Secret and `secrets`. What tunes a sidecar is in `runtime.env`.
   */
  env?: Record<string, pulumi.Input<string>>;
  /**
   * ConfigMaps and Secrets of which every key becomes a variable. What has a name of its own, here or
   * in `env` and `secrets`, comes before them.
   */
  envFrom?: AgentEnvFromArgs[];
  /** Environment variables that are secrets: by reference to a Secret, or by their value. */
  secrets?: AgentSecretArgs[];
  /**
   * The number of pods. Defaults to 2, so that one is there while another one goes away. Not to be
   * given with `scaling`. To go from `scaling` to a fixed number, first give that number as its
   * `minReplicas` and `maxReplicas`, and `replicas` in its place with the next change.
   */
  replicas?: pulumi.Input<number>;
  /** How many pods there are for how many tasks. Without it there are `replicas`. */
  scaling?: AgentScalingArgs;
  /** What the agent asks for and may use. */
  resources?: AgentResourcesArgs;
  /** How a pod goes away. */
  drain?: AgentDrainArgs;
  /** How a change reaches the pods. */
  rollout?: AgentRolloutArgs;
  /** How a pod is asked how it is. */
  probes?: AgentProbesArgs;
  /** What Berth does inside the pod. */
  runtime?: AgentRuntimeArgs;
  /** The agents that this one may call: outputs `peer` of other Agents, or names. */
  peers?: pulumi.Input<AgentPeerArgs>[];
  /** Which agents it finds besides, and may call. Without it, none. */
  discovery?: AgentDiscoveryArgs;
  /** Who reaches the pods, and whom they reach. */
  network?: AgentNetworkArgs;
  /** How callers outside the cluster reach the agent. Without it they do not. */
  exposure?: AgentExposureArgs;
  /** How Prometheus finds the pods. */
  monitoring?: AgentMonitoringArgs;
  /**
   * How callers show who they are. Without it nobody is asked, and the network decides who calls. Not
   * for the runtime mode None.
   */
  auth?: AgentAuthArgs;
  /** Where pods run, and what they carry. */
  pod?: AgentPodArgs;
  /** The identity of the pods towards the API server and others. */
  serviceAccount?: AgentServiceAccountArgs;
  /** Where tasks are kept so that they outlive their pods. Not available yet. */
  store?: AgentStoreArgs;
  /**
   * The minor version of Kubernetes, such as `1.35`. It decides which of its features are used: to ask
   * for one that it lacks is an error. Defaults to `1.33`.
   */
  kubernetesVersion?: string;
  /** Members of the objects that are to be other than Berth makes them. */
  overrides?: AgentOverridesArgs;
  /**
   * Further objects that belong to the agent, as Kubernetes manifests
   * (https://kubernetes.io/docs/concepts/overview/working-with-objects/). They go to the namespace of the agent
   * unless they name another one, and must not be called like an object of the same kind that the Agent
   * makes itself.
   */
  // Manifests of any kind have no type that other languages could be told of.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  extraManifests?: any[];
  /**
   * Changes any object before it is made, after `overrides`: for programs in TypeScript, since a
   * function has no form in other languages. It must return the same object for the same one.
   */
  patch?(manifest: AgentManifest): AgentManifest;
}

/**
 * What Berth does inside the pod: it serves A2A
 * (https://a2a-protocol.org/latest/specification/) in front of the agent, or within it.
 */
export interface AgentRuntimeArgs {
  /** Where the runtime is. Defaults to Sidecar. All else here is about the sidecar, and only for it. */
  mode?: AgentRuntimeMode;
  /**
   * The image of the sidecar, best with a digest. Defaults to `berth/agent-runtime` in the version of this
   * package.
   */
  image?: pulumi.Input<string>;
  /** What the sidecar asks for and may use. */
  resources?: AgentResourcesArgs;
  /**
   * Environment variables of the sidecar, such as `A2A_MAX_CONCURRENT_TASKS`, `A2A_LOG_LEVEL` and those of
   * OpenTelemetry. A value must not be a secret of Pulumi.
   */
  env?: Record<string, pulumi.Input<string>>;
  /**
   * The path at which the agent serves its own card, such as `/research/card.json`. Defaults to those of
   * the A2A versions: `/.well-known/agent-card.json`, then `/.well-known/agent.json`.
   */
  cardPath?: pulumi.Input<string>;
  /** The path at which the agent takes JSON-RPC. Defaults to what its own card says. */
  rpcPath?: pulumi.Input<string>;
}

/** Where the runtime of an agent is. */
export const AgentRuntimeMode = {
  /** In front of the agent, in a container of its own: any image gets its card, metrics and a drain. */
  Sidecar: "Sidecar",
  /** In the agent's own process: the image uses `@berth/agent-runtime`. */
  Embedded: "Embedded",
  /** Nowhere: the image serves its card itself, and probes ask for that. */
  None: "None",
} as const;

/** Where the runtime of an agent is. */
export type AgentRuntimeMode = (typeof AgentRuntimeMode)[keyof typeof AgentRuntimeMode];

/**
 * An agent to call. The output `peer` of an Agent is one; a name is enough for the others: it is that of
 * a Service (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/).
 */
export interface AgentPeerArgs {
  /** The name of the peer, by which the agent asks for it. */
  name: pulumi.Input<string>;
  /** The namespace of the peer. Defaults to the namespace of the caller. */
  namespace?: pulumi.Input<string>;
  /**
   * The root URL of the peer. Defaults to the address of the Service that its name leads to. It stands
   * in the environment: a user and a password in it are refused.
   */
  url?: pulumi.Input<string>;
  /**
   * Whom the token is for by which the agent shows the peer who calls: one of the `audiences` in the
   * `serviceAccountTokens` of the peer. The output `peer` of an Agent has it. The token is mounted, and
   * `A2A_PEERS` names its file, which is read anew for each call: it changes within the hour. Without it
   * the agent shows nothing.
   */
  audience?: pulumi.Input<string>;
}

/** How other agents reach an Agent. Fits the `peers` of another one. */
export interface AgentPeer {
  /** The name of the agent. */
  name: string;
  /** The namespace of the agent. */
  namespace: string;
  /** The root URL of the agent within the cluster. */
  url: string;
  /** Whom a token of a service account must be for that shows who calls. Missing where none is asked for. */
  audience?: string;
}

/**
 * Where tasks (https://a2a-protocol.org/latest/specification/, section 4.1.1) are kept so that they
 * outlive their pods. Not available yet.
 */
export interface AgentStoreArgs {
  /** The URL of the store. */
  url: pulumi.Input<string>;
}
