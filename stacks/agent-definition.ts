import type { AgentArgs, AgentSecretArgs } from "@berth/berth";

/** A variable whose value is a secret of the stack's configuration. */
export interface ConfiguredSecret {
  /** The name of the variable. */
  env: string;
  /** The name of the value below `secrets` of the configuration. */
  fromConfig: string;
}

/**
 * An agent as data: what is the same wherever it runs, or what one stack says of it. The stack decides
 * where it is and which image it has.
 */
export interface AgentDefinition extends Omit<
  AgentArgs,
  "card" | "image" | "name" | "namespace" | "patch" | "platform" | "secrets"
> {
  card: AgentArgs["card"];
  secrets?: (AgentSecretArgs | ConfiguredSecret)[];
}
