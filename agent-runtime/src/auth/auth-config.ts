import type { AuthConfig } from "@berth/contract";

// The members of the settings, checked and with their defaults.

/** An identity provider whose tokens are accepted. */
export type JwtIssuerConfig = AuthConfig["jwt"][number];

/** The service accounts of a cluster. */
export type ServiceAccountConfig = NonNullable<AuthConfig["serviceAccountTokens"]>;

/** A caller with a key. */
export type ApiKeyConfig = AuthConfig["apiKeys"][number];
