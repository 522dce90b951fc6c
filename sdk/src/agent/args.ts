import type * as pulumi from "@pulumi/pulumi";
import type { AgentCardArgs } from "./card-args.js";

/** What an Agent is made from: an image and a card, and what differs from the defaults. */
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
  /** The port that the agent listens on in its container. Defaults to 8000. */
  port?: number;
  /**
   * Environment variables of the agent. A value may refer to secrets, to the variables of the pod,
   * such as `POD_IP`, and to names before its own in the alphabet: `$(NAME)`. It must not be a secret
   * of Pulumi: those belong into a Secret and `secrets`.
   */
  env?: Record<string, pulumi.Input<string>>;
  /** Environment variables that take their value from a Secret of the namespace. */
  secrets?: AgentSecretArgs[];
  /** The number of pods. Defaults to 2, so that one is there while another one goes away. */
  replicas?: pulumi.Input<number>;
  /** What a pod asks for and may use. */
  resources?: AgentResourcesArgs;
  /** How a pod goes away. */
  drain?: AgentDrainArgs;
  /** How a change reaches the pods. */
  rollout?: AgentRolloutArgs;
  /** What Berth does inside the pod. */
  runtime?: AgentRuntimeArgs;
  /** The agents that this one may call: outputs `peer` of other Agents, or names. */
  peers?: pulumi.Input<AgentPeerArgs>[];
}

/** An environment variable that takes its value from a Secret. */
export interface AgentSecretArgs {
  /** The name of the variable. */
  env: string;
  /** The name of the Secret, in the namespace of the agent. */
  secretName: pulumi.Input<string>;
  /** The key within the Secret. */
  key: pulumi.Input<string>;
}

/** What a pod asks for and may use. */
export interface AgentResourcesArgs {
  /** What the scheduler keeps free for a pod. */
  requests?: AgentResourceRequestsArgs;
  /** What a pod may use at most. */
  limits?: AgentResourceLimitsArgs;
}

/** What the scheduler keeps free for a pod, as Kubernetes quantities. */
export interface AgentResourceRequestsArgs {
  /** Processor time. Defaults to `250m`, a quarter of a core. */
  cpu?: pulumi.Input<string>;
  /** Memory. Defaults to `512Mi`. */
  memory?: pulumi.Input<string>;
  /** Disk, for logs and temporary files. Defaults to `64Mi`. */
  ephemeralStorage?: pulumi.Input<string>;
}

/** What a pod may use at most, as Kubernetes quantities. */
export interface AgentResourceLimitsArgs {
  /** Processor time. Defaults to `1000m`, a core. */
  cpu?: pulumi.Input<string>;
  /** Memory: a pod that uses more is killed. Defaults to `1Gi`. */
  memory?: pulumi.Input<string>;
  /** Disk, for logs and temporary files: a pod that uses more is evicted. Defaults to `512Mi`. */
  ephemeralStorage?: pulumi.Input<string>;
}

/** How a pod goes away: it goes on accepting, then finishes its tasks, then ends. */
export interface AgentDrainArgs {
  /** Seconds the drain waits for running tasks at most. Defaults to 100. */
  maxTaskSeconds?: number;
  /**
   * Seconds in which new tasks are still accepted, while the pod disappears from the endpoints.
   * Defaults to 5.
   */
  acceptWindowSeconds?: number;
  /**
   * Seconds between the last moment for a task and SIGKILL, in which tasks that still run are
   * aborted and tell so. Defaults to 15.
   */
  marginSeconds?: number;
}

/** How a change reaches the pods. */
export interface AgentRolloutArgs {
  /**
   * Seconds in which one more pod must become ready, or else the deployment fails and the pods of
   * before stay. It has to be enough to pull the image and to start. At least 11, since a pod counts
   * once it has been ready for 10. Defaults to 600.
   */
  progressDeadlineSeconds?: pulumi.Input<number>;
}

/** What Berth does inside the pod. */
export interface AgentRuntimeArgs {
  /** Where the runtime is. Defaults to Sidecar, which is not available yet. */
  mode?: AgentRuntimeMode;
}

/** Where the runtime of an agent is. */
export const AgentRuntimeMode = {
  /** In front of the agent: any image gets cards, metrics and a drain. Not available yet. */
  Sidecar: "Sidecar",
  /** In the agent's own process: the image uses `@berth/agent-runtime`. */
  Embedded: "Embedded",
  /** Nowhere: the image serves its card itself, and probes ask for that. */
  None: "None",
} as const;

/** Where the runtime of an agent is. */
export type AgentRuntimeMode = (typeof AgentRuntimeMode)[keyof typeof AgentRuntimeMode];

/** An agent to call. The output `peer` of an Agent is one; a name is enough for the others. */
export interface AgentPeerArgs {
  /** The name of the peer, by which the agent asks for it. */
  name: pulumi.Input<string>;
  /** The namespace of the peer. Defaults to the namespace of the caller. */
  namespace?: pulumi.Input<string>;
  /** The root URL of the peer. Defaults to the address of the Service that its name leads to. */
  url?: pulumi.Input<string>;
}

/** How other agents reach an Agent. Fits the `peers` of another one. */
export interface AgentPeer {
  /** The name of the agent. */
  name: string;
  /** The namespace of the agent. */
  namespace: string;
  /** The root URL of the agent within the cluster. */
  url: string;
}
