import type * as pulumi from "@pulumi/pulumi";

/**
 * An environment variable that is a secret: by reference to a Secret
 * (https://kubernetes.io/docs/concepts/configuration/secret/), or by its value.
 */
export interface AgentSecretArgs {
  /** The name of the variable. */
  env: string;
  /**
   * The name of a Secret in the namespace of the agent, whoever makes it: a person, another program,
   * or an operator for external secrets. Given with `key`, and without `value`.
   */
  secretName?: pulumi.Input<string>;
  /** The key within the Secret. */
  key?: pulumi.Input<string>;
  /**
   * The value, best a secret of Pulumi's configuration. It is put into a Secret of the agent's own;
   * another value is a rollout.
   */
  value?: pulumi.Input<string>;
}

/**
 * A ConfigMap or a Secret of which every key becomes an environment variable
 * (https://kubernetes.io/docs/concepts/configuration/configmap/). Exactly one of the two is given.
 */
export interface AgentEnvFromArgs {
  /** The name of a ConfigMap in the namespace of the agent. */
  configMapName?: pulumi.Input<string>;
  /** The name of a Secret in the namespace of the agent. */
  secretName?: pulumi.Input<string>;
  /** What the names of the variables begin with, before the keys. Defaults to nothing. */
  prefix?: string;
}
