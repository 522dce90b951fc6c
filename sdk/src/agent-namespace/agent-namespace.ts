import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input.js";
import { toStackLabels } from "../labels.js";
import { buildDefaultDenyPolicy } from "../manifests/default-deny-policy.js";
import { buildNamespace } from "../manifests/namespace.js";
import { buildResourceQuota } from "../manifests/resource-quota.js";
import { toNamespaceName } from "../names.js";
import { readArgs } from "../read-args.js";
import { readOwner } from "../read-owner.js";
import { AgentNamespaceDefaultDeny, type AgentNamespaceArgs } from "./args.js";
import { toAgentNamespaceSpec } from "./spec.js";

/**
 * A namespace for agents: one per environment. It admits only pods that meet the Pod Security
 * standard `restricted`, and nobody reaches one that no policy opens.
 *
 * @throws InputPropertiesError with all issues at once when the args break a rule.
 */
export class AgentNamespace extends pulumi.ComponentResource {
  /** The name of the namespace, known once it exists. */
  public readonly name: pulumi.Output<string>;
  /** The Namespace itself. */
  public readonly namespace: k8s.core.v1.Namespace;
  /** Denies what no other policy allows, unless that is switched off. */
  public readonly networkPolicy: k8s.networking.v1.NetworkPolicy | undefined;
  /** What all pods may ask for together, where that has a limit. */
  public readonly resourceQuota: k8s.core.v1.ResourceQuota | undefined;

  constructor(
    name: string,
    args: AgentNamespaceArgs = {},
    options: pulumi.ComponentResourceOptions = {},
  ) {
    const { defaultDeny, labels, namespaceName, quota } = readArgs(
      `AgentNamespace '${name}'`,
      () => {
        const spec = toAgentNamespaceSpec(args);
        return { ...spec, namespaceName: toNamespaceName(spec, name, pulumi.getStack()) };
      },
    );
    super("berth:index:AgentNamespace", name, args, options);
    const child = { parent: this };
    const stackLabels = toStackLabels(readOwner());
    this.namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      buildNamespace({ name: namespaceName, labels: { ...labels, ...stackLabels } }),
      child,
    );
    this.name = this.namespace.metadata.name;
    this.networkPolicy =
      defaultDeny === AgentNamespaceDefaultDeny.None
        ? undefined
        : new k8s.networking.v1.NetworkPolicy(
            `${name}-default-deny`,
            buildDefaultDenyPolicy({ namespace: this.name, labels: stackLabels, defaultDeny }),
            child,
          );
    this.resourceQuota =
      quota &&
      new k8s.core.v1.ResourceQuota(
        `${name}-quota`,
        buildResourceQuota({
          namespace: this.name,
          labels: stackLabels,
          quota: {
            ...quota,
            pods: quota.pods === undefined ? undefined : mapInput(quota.pods, String),
          },
        }),
        child,
      );
    this.registerOutputs({
      name: this.name,
      namespace: this.namespace,
      networkPolicy: this.networkPolicy,
      resourceQuota: this.resourceQuota,
    });
  }
}
