import type {
  AgentCapabilities,
  AgentProvider,
  AgentSecurityRequirement,
  AgentSecurityScheme,
  AgentSkill,
} from "@berth/contract";

/**
 * The card of an Agent (A2A 1.0, section 4.4.1: https://a2a-protocol.org/latest/specification/). The
 * runtime adds the addresses.
 *
 * The members are those of the contract's settings, spelled out: Pulumi reads no mapped types.
 */
export interface AgentCardArgs {
  /** What people call the agent. Defaults to the name of the agent. */
  name?: string;
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
