/**
 * What a person writes on the card of an agent (A2A 1.0, section 4.4.1).
 *
 * The addresses are missing on purpose: the runtime adds its interfaces, since only the place where
 * an agent runs knows them.
 */
export interface AgentCardSettings {
  /** What people call the agent. */
  name: string;
  /** What the agent does, for people and agents that look for help. */
  description: string;
  /** The version of the agent, such as `1.4.0`. */
  version: string;
  /** What the agent can do. At least one. */
  skills: AgentSkill[];
  /** Who offers the agent. */
  provider?: AgentProvider;
  /** The URL of a page about the agent. */
  documentationUrl?: string;
  /** The URL of a picture of the agent. */
  iconUrl?: string;
  /** What the agent supports besides answering messages. */
  capabilities?: AgentCapabilities;
  /** The media types that every skill accepts. Defaults to `text/plain` alone. */
  defaultInputModes?: string[];
  /** The media types that every skill answers with. Defaults to `text/plain` alone. */
  defaultOutputModes?: string[];
  /** The ways to authenticate, each under a name of your choice. */
  securitySchemes?: Record<string, AgentSecurityScheme>;
  /** The schemes that a caller must meet: all within an entry, any one of the entries. */
  securityRequirements?: AgentSecurityRequirement[];
}

/** One thing an agent can do (A2A 1.0, section 4.4.5). */
export interface AgentSkill {
  /** Names the skill within the agent. */
  id: string;
  /** What people call the skill. */
  name: string;
  /** What the skill does, and when to ask for it. */
  description: string;
  /** Words to find the skill by. At least one. */
  tags: string[];
  /** Messages that the skill answers well. */
  examples?: string[];
  /** The media types that the skill accepts, where they differ from those of the agent. */
  inputModes?: string[];
  /** The media types that the skill answers with, where they differ from those of the agent. */
  outputModes?: string[];
  /** The schemes that a caller of this skill must meet. */
  securityRequirements?: AgentSecurityRequirement[];
}

/** Who offers an agent. */
export interface AgentProvider {
  /** The name of the organization. */
  organization: string;
  /** The URL of the organization. */
  url: string;
}

/** What an agent supports besides answering messages (A2A 1.0, section 4.4.3). */
export interface AgentCapabilities {
  /** Answers may be streamed. Defaults to true. */
  streaming?: boolean;
  /** Callers may ask for push notifications. Defaults to false. */
  pushNotifications?: boolean;
  /** Authenticated callers may ask for a longer card. Defaults to false. */
  extendedAgentCard?: boolean;
  /** The extensions of the protocol that the agent speaks. */
  extensions?: AgentExtension[];
}

/** An extension of the protocol. */
export interface AgentExtension {
  /** The URI that names the extension. */
  uri: string;
  /** How the agent uses it. */
  description?: string;
  /** Callers that do not speak it are refused. Defaults to false. */
  required?: boolean;
}

/** A way to authenticate: exactly one of its members is given (A2A 1.0, section 4.5). */
export interface AgentSecurityScheme {
  /** A key that is sent with each request. */
  apiKeySecurityScheme?: ApiKeySecurityScheme;
  /** An HTTP authentication scheme, such as a bearer token. */
  httpAuthSecurityScheme?: HttpAuthSecurityScheme;
  /** OAuth 2. */
  oauth2SecurityScheme?: OAuth2SecurityScheme;
  /** OpenID Connect. */
  openIdConnectSecurityScheme?: OpenIdConnectSecurityScheme;
  /** Client certificates. */
  mtlsSecurityScheme?: MutualTlsSecurityScheme;
}

/** A key that is sent with each request. */
export interface ApiKeySecurityScheme {
  /** What the key is and where to get it. */
  description?: string;
  /** Where the key is sent: `query`, `header` or `cookie`. */
  location: string;
  /** The name of the parameter, header or cookie. */
  name: string;
}

/** An HTTP authentication scheme. */
export interface HttpAuthSecurityScheme {
  /** What the credentials are and where to get them. */
  description?: string;
  /** A registered scheme, such as `Bearer`. */
  scheme: string;
  /** What a bearer token is made of, such as `JWT`. */
  bearerFormat?: string;
}

/** OAuth 2. */
export interface OAuth2SecurityScheme {
  /** What the tokens are and where to get them. */
  description?: string;
  /** The flows that lead to a token. */
  flows: OAuthFlows;
  /** The URL of the metadata of the authorization server (RFC 8414). */
  oauth2MetadataUrl?: string;
}

/** The OAuth flows that lead to a token: exactly one is given. */
export interface OAuthFlows {
  /** A person agrees in a browser. */
  authorizationCode?: AuthorizationCodeFlow;
  /** A program has credentials of its own. */
  clientCredentials?: ClientCredentialsFlow;
  /** A person agrees on another device. */
  deviceCode?: DeviceCodeFlow;
}

/** A person agrees in a browser. */
export interface AuthorizationCodeFlow {
  /** Where the person is sent. */
  authorizationUrl: string;
  /** Where the code is exchanged for a token. */
  tokenUrl: string;
  /** Where a token is renewed. */
  refreshUrl?: string;
  /** What each scope allows. */
  scopes: Record<string, string>;
  /** The exchange must use PKCE (RFC 7636). Defaults to false. */
  pkceRequired?: boolean;
}

/** A program has credentials of its own. */
export interface ClientCredentialsFlow {
  /** Where the credentials are exchanged for a token. */
  tokenUrl: string;
  /** Where a token is renewed. */
  refreshUrl?: string;
  /** What each scope allows. */
  scopes: Record<string, string>;
}

/** A person agrees on another device. */
export interface DeviceCodeFlow {
  /** Where the device asks for a code. */
  deviceAuthorizationUrl: string;
  /** Where the code is exchanged for a token. */
  tokenUrl: string;
  /** Where a token is renewed. */
  refreshUrl?: string;
  /** What each scope allows. */
  scopes: Record<string, string>;
}

/** OpenID Connect. */
export interface OpenIdConnectSecurityScheme {
  /** What the tokens are and where to get them. */
  description?: string;
  /** The URL of the discovery document. */
  openIdConnectUrl: string;
}

/** Client certificates. */
export interface MutualTlsSecurityScheme {
  /** Which certificates are accepted. */
  description?: string;
}

/** The schemes that a caller must meet together. */
export interface AgentSecurityRequirement {
  /** The scopes that are needed, by the name of the scheme. */
  schemes: Record<string, SecurityScopes>;
}

/** The scopes that are needed of a scheme. */
export interface SecurityScopes {
  /** The names of the scopes. Empty where the scheme has none. */
  list: string[];
}
