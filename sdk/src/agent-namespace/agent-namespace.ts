import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { buildNamespace } from "../manifests/namespace.js";
import { toNamespaceName } from "../names.js";
import { readArgs } from "../read-args.js";
import type { AgentNamespaceArgs } from "./args.js";
import { toAgentNamespaceSpec } from "./spec.js";

/**
 * A namespace for agents: one per environment. It admits only pods that meet the Pod Security
 * standard `restricted`.
 *
 * @throws InputPropertiesError with all issues at once when the args break a rule.
 */
export class AgentNamespace extends pulumi.ComponentResource {
  /** The name of the namespace, known once it exists. */
  public readonly name: pulumi.Output<string>;
  /** The Namespace itself. */
  public readonly namespace: k8s.core.v1.Namespace;

  constructor(
    name: string,
    args: AgentNamespaceArgs = {},
    options: pulumi.ComponentResourceOptions = {},
  ) {
    const namespace = readArgs(`AgentNamespace '${name}'`, () => {
      const spec = toAgentNamespaceSpec(args);
      return buildNamespace({
        name: toNamespaceName(spec, name, pulumi.getStack()),
        labels: spec.labels,
      });
    });
    super("berth:index:AgentNamespace", name, args, options);
    this.namespace = new k8s.core.v1.Namespace(`${name}-namespace`, namespace, { parent: this });
    this.name = this.namespace.metadata.name;
    this.registerOutputs({ name: this.name, namespace: this.namespace });
  }
}
