import type * as pulumi from "@pulumi/pulumi";

/**
 * How callers show who they are (A2A 1.0, section 7:
 * https://a2a-protocol.org/latest/specification/). Any one way is enough, and at least one is given.
 */
export interface AgentAuthArgs {
  /** What only a known caller may do. Defaults to All. */
  require?: AgentAuthRequirement;
  /** Identity providers whose tokens (JWT) are accepted. */
  jwt?: AgentJwtIssuerArgs[];
  /** Pods of the cluster, with a projected token of their service account. */
  serviceAccountTokens?: AgentServiceAccountTokensArgs;
  /** Callers with a key. */
  apiKeys?: AgentApiKeyArgs[];
}

/** What only a known caller may do. Wrong credentials are refused either way. */
export const AgentAuthRequirement = {
  /** All operations. */
  All: "All",
  /** To get the extended card. */
  ExtendedCard: "ExtendedCard",
} as const;

/** What only a known caller may do. */
export type AgentAuthRequirement = (typeof AgentAuthRequirement)[keyof typeof AgentAuthRequirement];

/**
 * An identity provider whose tokens are accepted (A2A 1.0, section 4.5.5:
 * https://a2a-protocol.org/latest/specification/).
 */
export interface AgentJwtIssuerArgs {
  /** The claim `iss` of its tokens, such as `https://login.example.com/realms/agents`. */
  issuer: string;
  /** Whom the tokens must be for: one of these is in the claim `aud`. */
  audiences: string[];
  /** Where its keys are. Defaults to what it says at `/.well-known/openid-configuration`. */
  jwksUrl?: string;
  /** The claim that names the user. Defaults to `sub`. */
  userClaim?: string;
  /** The scopes that a token must have, each of them. Defaults to none. */
  requiredScopes?: string[];
}

/**
 * Pods of the cluster that may call with a projected token of their service account
 * (https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken).
 */
export interface AgentServiceAccountTokensArgs {
  /** Whom the tokens must be for: one of these is in the claim `aud`. */
  audiences: string[];
  /** The service accounts that may call. Defaults to all of the cluster. */
  allowed?: AgentAllowedServiceAccountArgs[];
}

/**
 * Service accounts that may call
 * (https://kubernetes.io/docs/concepts/security/service-accounts/).
 */
export interface AgentAllowedServiceAccountArgs {
  /** Their namespace. */
  namespace: string;
  /** The name of the one. Defaults to all of the namespace. */
  name?: string;
}

/**
 * A caller with a key (A2A 1.0, section 4.5.2: https://a2a-protocol.org/latest/specification/), which is
 * in a Secret.
 */
export interface AgentApiKeyArgs {
  /** The name of the caller. */
  name: string;
  /** The name of the Secret, in the namespace of the agent. */
  secretName: pulumi.Input<string>;
  /** The key within the Secret, whose value is the caller's key; or several, one on each line. */
  key: pulumi.Input<string>;
  /** The header that carries the key. Defaults to `X-API-Key`. */
  header?: string;
}
