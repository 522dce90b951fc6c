// What the deployer and the image of an agent must agree on. A name added here is public.

// Names both sides spell
export { METRICS_PATH_ANNOTATION, POD_DELETION_COST } from "./annotations.js";
export { ENVIRONMENT } from "./environment.js";
export {
  A2A_PROTOCOL,
  AGENT_COMPONENT,
  LABEL_TRUE,
  LABELS,
  OWN_PREFIX,
  toCanCallLabel,
  toSelectorLabels,
} from "./labels.js";
export { type MetricDefinition, METRICS } from "./metrics.js";
export { API_KEYS_PATH, CARD_FILE_PATH, HTTP_PATHS, PEER_TOKENS_PATH } from "./paths.js";
export {
  ADMIN_PORT,
  DEFAULT_AGENT_PORT,
  METRICS_PORT,
  PORT_NAMES,
  SERVICE_PORT,
  SIDECAR_PORT,
} from "./ports.js";

// How a pod goes away
export {
  ABORT_WINDOW_SECONDS,
  DEFAULT_ACCEPT_WINDOW_SECONDS,
  DEFAULT_MARGIN_SECONDS,
  DEFAULT_MAX_TASK_SECONDS,
  type DrainSchedule,
  MAX_HANDOVER_SECONDS,
  toDrainSchedule,
  type DrainSettings,
} from "./drain-schedule.js";

// The card of an agent
export {
  type AgentCapabilities,
  type AgentCardSettings,
  type AgentExtension,
  type AgentProvider,
  type AgentSecurityRequirement,
  type AgentSecurityScheme,
  type AgentSkill,
  type ApiKeySecurityScheme,
  type AuthorizationCodeFlow,
  type ClientCredentialsFlow,
  type DeviceCodeFlow,
  type HttpAuthSecurityScheme,
  type MutualTlsSecurityScheme,
  type OAuth2SecurityScheme,
  type OAuthFlows,
  type OpenIdConnectSecurityScheme,
  type SecurityScopes,
} from "./agent-card.js";
export {
  DEFAULT_MODES,
  type MountedCard,
  parseMountedCard,
  serializeMountedCard,
  toMountedCard,
} from "./mounted-card.js";
export { CARD_KEY, CARD_VARIABLES, type CardData, toCardData, toCardHash } from "./card-data.js";
export {
  type DiscoveryNamespaces,
  parseDiscoveryNamespaces,
  serializeDiscoveryNamespaces,
} from "./discovery-namespaces.js";
export { type Peer, parsePeerList, parsePeers, serializePeers } from "./peers.js";
export { parseServedCard, type ServedCard } from "./served-card.js";

// Who may call
export {
  type AllowedServiceAccount,
  type ApiKeySettings,
  type AuthConfig,
  type AuthSettings,
  DEFAULT_API_KEY_HEADER,
  DEFAULT_API_SERVER_CA_FILE,
  DEFAULT_API_SERVER_TOKEN_FILE,
  DEFAULT_API_SERVER_URL,
  DEFAULT_USER_CLAIM,
  type JwtIssuerSettings,
  parseAuth,
  serializeAuth,
  type ServiceAccountTokenSettings,
  toAuth,
} from "./auth-settings.js";

// Settings a person writes
export { parseSettings, SettingsError, type SettingsIssue } from "./settings.js";
export { type Expect, type Same } from "./type-check.js";
