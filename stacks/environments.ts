import type { AgentResourcesArgs } from "@berth/berth";

/** What one environment has otherwise than another one. */
export interface Environment {
  /** The pods of an agent; with a platform, the fewest. */
  replicas: number;
  /** The most pods of an agent. Only with a platform. */
  maxReplicas: number;
  /** What a pod asks for. Undefined for what Berth asks for by default. */
  resources: AgentResourcesArgs | undefined;
  /** How soon a rollout without progress has failed. */
  progressDeadlineSeconds: number;
  /** Whether images must have a digest, so that what was tried is what runs. */
  needsDigests: boolean;
  /** Whether nothing of it is deleted before it is unprotected, but for cards, Secrets and scalers. */
  isProtected: boolean;
}

/**
 * The environments, and all that differs between them by design. What a single stack has of its own is in
 * its `Pulumi.<stack>.yaml`.
 */
export const environments: Readonly<Record<string, Environment>> = {
  // Three agents fit on a laptop, and a broken one is noticed soon.
  dev: {
    replicas: 2,
    maxReplicas: 4,
    resources: { requests: { cpu: "10m", memory: "64Mi" } },
    progressDeadlineSeconds: 120,
    needsDigests: false,
    isProtected: false,
  },
  staging: {
    replicas: 2,
    maxReplicas: 6,
    resources: undefined,
    progressDeadlineSeconds: 300,
    needsDigests: true,
    isProtected: false,
  },
  prod: {
    replicas: 3,
    maxReplicas: 20,
    resources: undefined,
    progressDeadlineSeconds: 600,
    needsDigests: true,
    isProtected: true,
  },
};
