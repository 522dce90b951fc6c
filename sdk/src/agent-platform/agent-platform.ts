import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createCustomResource } from "../agent/custom-resource.js";
import { buildNamespace } from "../manifests/namespace.js";
import { buildPrometheusRule } from "../manifests/prometheus-rule.js";
import { PrometheusAdapter } from "../prometheus-adapter/prometheus-adapter.js";
import { createLateGate } from "../late-gate.js";
import { toStackLabels } from "../labels.js";
import { readArgs } from "../read-args.js";
import { readOwner } from "../read-owner.js";
import { refuseSecrets, UNSECRET_REMEDY } from "../refuse-secrets.js";
import { ScalingBackend } from "../scaling-backend.js";
import { toAdapterArgs } from "./adapter-settings.js";
import { toPlatformAlertGroups } from "./alert-groups.js";
import type { AgentPlatformArgs } from "./args.js";
import type { AgentPlatformBinding } from "./binding.js";
import { toClearArgs } from "./clear-args.js";
import { checkKnownUrls } from "./known-urls.js";
import { createOwnPrometheus, type OwnPrometheus } from "./own-prometheus.js";
import { toPlatformLabels } from "./platform-labels.js";
import {
  toPlatformLogicalNames,
  toPlatformNamespaceName,
  toPrometheusRuleName,
} from "./platform-names.js";
import { type KnownPrometheus, toAgentPlatformSpec } from "./spec.js";
import { toBinding } from "./to-binding.js";

/**
 * What the agents of a cluster share: a Prometheus that looks at them, what makes their number of pods
 * follow their tasks, and alerts. One per cluster: agents of any stack take its `binding`. KEDA is not
 * installed: https://keda.sh/docs/2.20/deploy/ says how.
 *
 * @throws InputPropertiesError with all issues at once when the args break a rule.
 */
export class AgentPlatform extends pulumi.ComponentResource {
  /**
   * What agents need to know of the platform, for their `platform`. Values only, so that it passes
   * through a StackReference too.
   */
  public readonly binding: pulumi.Output<AgentPlatformBinding>;
  /** The namespace of what the platform makes. Undefined where it makes nothing. */
  public readonly namespace: pulumi.Output<string | undefined>;
  /** The URL at which pods ask Prometheus, known once the installed one answers. */
  public readonly prometheusUrl: pulumi.Output<string>;
  /** The names of the APIServices of the adapter. Empty where there is none. */
  public readonly apiServiceNames: pulumi.Output<string[]>;
  /** The name of the PrometheusRule, where there is one. */
  public readonly prometheusRuleName: pulumi.Output<string | undefined>;
  /** The namespace of the platform's own, where it was given none. */
  public readonly ownNamespace: k8s.core.v1.Namespace | undefined;
  /** The configuration and the rules of the installed Prometheus, immutable. */
  public readonly prometheusConfigMap: k8s.core.v1.ConfigMap | undefined;
  /** The volume of the installed Prometheus, where it has one. */
  public readonly prometheusVolume: k8s.core.v1.PersistentVolumeClaim | undefined;
  /** Who reaches the installed Prometheus, and whom it reaches. */
  public readonly prometheusNetworkPolicy: k8s.networking.v1.NetworkPolicy | undefined;
  /** The installed Prometheus. */
  public readonly prometheusDeployment: k8s.apps.v1.Deployment | undefined;
  /** The Service of the installed Prometheus. */
  public readonly prometheusService: k8s.core.v1.Service | undefined;
  /** The adapter, where it scales. */
  public readonly adapterDeployment: k8s.apps.v1.Deployment | undefined;

  constructor(
    name: string,
    args: AgentPlatformArgs,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    const component = `AgentPlatform '${name}'`;
    const owner = readOwner();
    const labels = { ...toPlatformLabels(name), ...toStackLabels(owner) };
    const { spec, ownNamespaceName } = readArgs(component, () => {
      const read = toAgentPlatformSpec(args, name);
      const isNamespaceOwn = read.needsNamespace && read.namespace === undefined;
      return {
        spec: read,
        ownNamespaceName: isNamespaceOwn ? toPlatformNamespaceName(name, owner.stack) : undefined,
      };
    });
    super("berth:index:AgentPlatform", name, args, options);
    const gate = createLateGate(component, [refuseSecrets(toClearArgs(args), UNSECRET_REMEDY)]);
    const child = { parent: this, dependsOn: gate.passBefore([]) };
    const logicalNames = toPlatformLogicalNames(name);
    this.ownNamespace =
      ownNamespaceName === undefined
        ? undefined
        : new k8s.core.v1.Namespace(
            logicalNames.namespace,
            buildNamespace({ name: ownNamespaceName, labels }),
            child,
          );
    const ruleGroups = toPlatformAlertGroups(spec);
    const checked = checkKnownUrls(spec, component);
    // Where nothing is made, nobody uses it. The adapter waits for nothing else that is of all its objects.
    const namespace = gate.passFirst(spec.namespace ?? this.ownNamespace?.metadata.name ?? "");
    const prometheus: KnownPrometheus & Partial<OwnPrometheus> =
      checked.givenPrometheus ??
      createOwnPrometheus(
        { component: name, owner, namespace, logicalNames, ruleGroups, spec: checked },
        child,
      );
    this.prometheusConfigMap = prometheus.configMap;
    this.prometheusVolume = prometheus.persistentVolumeClaim;
    this.prometheusNetworkPolicy = prometheus.networkPolicy;
    this.prometheusDeployment = prometheus.deployment;
    this.prometheusService = prometheus.service;
    const adapter =
      spec.scaling.backend === ScalingBackend.PrometheusAdapter
        ? new PrometheusAdapter(
            logicalNames.prometheusAdapter,
            toAdapterArgs(spec.scaling.adapter ?? {}, {
              namespace,
              prometheusUrl: prometheus.url,
              prometheus: prometheus.pods,
            }),
            child,
          )
        : undefined;
    this.adapterDeployment = adapter?.deployment;
    this.prometheusRuleName = createCustomResource(
      logicalNames.prometheusRule,
      spec.prometheus.operator === undefined || ruleGroups === undefined
        ? undefined
        : buildPrometheusRule({
            name: toPrometheusRuleName(name),
            namespace,
            labels: { ...spec.prometheus.operator.ruleLabels, ...labels },
            groups: ruleGroups,
          }),
      child,
    );

    this.namespace = pulumi.output(spec.needsNamespace ? namespace : undefined);
    this.prometheusUrl = pulumi.output(prometheus.url);
    this.apiServiceNames = adapter?.apiServiceNames ?? pulumi.output([]);
    this.binding = pulumi.output(toBinding(spec, prometheus));
    this.registerOutputs({
      binding: this.binding,
      namespace: this.namespace,
      prometheusUrl: this.prometheusUrl,
      apiServiceNames: this.apiServiceNames,
      prometheusRuleName: this.prometheusRuleName,
    });
  }
}
