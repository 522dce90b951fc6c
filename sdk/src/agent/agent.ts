import { toCardHash } from "@berth/contract";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createCustomResource } from "./custom-resource.js";
import {
  requireSecretName,
  toAgentLogicalNames,
  toCardUrl,
  toExternalUrl,
  toServiceUrl,
} from "../names.js";
import { readArgs } from "../read-args.js";
import { readOwner } from "../read-owner.js";
import { toAgentFacts } from "./agent-facts.js";
import { buildAgentManifests } from "./agent-manifests.js";
import type { AgentArgs, AgentPeer } from "./args.js";
import { changeManifests } from "./change-manifests.js";
import { buildDiscoveryAccess } from "./discovery-access.js";
import { createDiscoveryResources } from "./discovery-resources.js";
import { createExtraResources } from "./extra-resources.js";
import { createLateChecks } from "./late-checks.js";
import { warnOfLongGrace } from "./long-grace.js";
import { toRecordedArgs } from "./recorded-args.js";
import { toPeerAudience } from "./peer-audience.js";
import { toAgentSpec } from "./spec.js";

/**
 * An A2A agent: a Deployment of its image, a Service by which peers reach it, its card, a
 * NetworkPolicy and a PodDisruptionBudget, and what else its args ask for. Pods meet the Pod Security
 * standard `restricted`, roll without a gap and finish their tasks before they go away.
 *
 * @throws InputPropertiesError with all issues at once when the args break a rule.
 */
export class Agent extends pulumi.ComponentResource {
  /** The root URL of the agent within the cluster, known once it answers. */
  public readonly url: pulumi.Output<string>;
  /** The URL of the agent's card within the cluster, known once it is served. */
  public readonly cardUrl: pulumi.Output<string>;
  /** The root URL of the agent outside the cluster. Undefined where it is not exposed. */
  public readonly externalUrl: pulumi.Output<string | undefined>;
  /** The agent as a peer: for the `peers` of another Agent, which does not wait for this one. */
  public readonly peer: pulumi.Output<AgentPeer>;
  /** The name of the Service. */
  public readonly serviceName: pulumi.Output<string>;
  /** The namespace of the agent. */
  public readonly namespace: pulumi.Output<string>;
  /** The labels that select the pods of the agent. They never change. */
  public readonly selectorLabels: pulumi.Output<Record<string, string>>;
  /** The identity of the pods. */
  public readonly serviceAccount: k8s.core.v1.ServiceAccount;
  /** The card, immutable. */
  public readonly configMap: k8s.core.v1.ConfigMap;
  /** The values that `secrets` holds itself, where there are any. */
  public readonly secret: k8s.core.v1.Secret | undefined;
  /** Limits the pods to telling what their deletion costs, where they do. */
  public readonly podDeletionCostPolicy:
    k8s.admissionregistration.v1.ValidatingAdmissionPolicy | undefined;
  /** Puts that limit into force. */
  public readonly podDeletionCostBinding:
    k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding | undefined;
  /** What the pods may do with the API server, where that is anything. */
  public readonly role: k8s.rbac.v1.Role | undefined;
  /** Gives it to the pods. */
  public readonly roleBinding: k8s.rbac.v1.RoleBinding | undefined;
  /** Who reaches the pods and whom they reach, unless that is switched off. */
  public readonly networkPolicy: k8s.networking.v1.NetworkPolicy | undefined;
  /** The Deployment. */
  public readonly deployment: k8s.apps.v1.Deployment;
  /** The Service that speaks A2A. */
  public readonly service: k8s.core.v1.Service;
  /** The headless Service by which replicas find each other, where a runtime does. */
  public readonly siblingsService: k8s.core.v1.Service | undefined;
  /** The scaler, where it is Kubernetes' own. */
  public readonly horizontalPodAutoscaler: k8s.autoscaling.v2.HorizontalPodAutoscaler | undefined;
  /** The name of the ScaledObject, where KEDA scales. */
  public readonly scaledObjectName: pulumi.Output<string | undefined>;
  /** Lets pods be evicted one after the other. */
  public readonly podDisruptionBudget: k8s.policy.v1.PodDisruptionBudget;
  /** The Ingress, where there is one. */
  public readonly ingress: k8s.networking.v1.Ingress | undefined;
  /** The name of the HTTPRoute, where there is one. */
  public readonly httpRouteName: pulumi.Output<string | undefined>;
  /** The name of the PodMonitor, where there is one. */
  public readonly podMonitorName: pulumi.Output<string | undefined>;

  constructor(name: string, args: AgentArgs, options: pulumi.ComponentResourceOptions = {}) {
    const component = `Agent '${name}'`;
    const spec = readArgs(component, () => toAgentSpec(args, name));
    const checks = createLateChecks(args, component);
    // The provider fills in a namespace that nobody gave. The Service knows it too, but answers only
    // once the pods are ready, and they are what must be told.
    const [providerNamespace, setProviderNamespace] = pulumi.deferredOutput<string>();
    // Another content is another Secret, so that one that is taken back finds nothing in its way.
    const [secretName, setSecretName] = pulumi.deferredOutput<string>();
    const { image, sidecar } = spec;
    const checkedSpec = {
      ...spec,
      image: checks.readImage(image),
      sidecar: sidecar && { ...sidecar, image: checks.readRuntimeImage(sidecar.image) },
    };
    const facts = readArgs(component, () =>
      toAgentFacts(checkedSpec, {
        ...checks,
        namespace: spec.namespace ?? providerNamespace,
        generatedSecretName: secretName,
        replicas: spec.scaling?.minReplicas ?? spec.replicas,
        owner: readOwner(),
      }),
    );
    const names = toAgentLogicalNames(name, toCardHash(spec.card));
    const manifests = readArgs(component, () => {
      if (facts.secretsData !== undefined) {
        requireSecretName(names);
      }
      return changeManifests(buildAgentManifests(facts), spec);
    });
    super("berth:index:Agent", name, toRecordedArgs(args), options);
    warnOfLongGrace(spec, this);
    const child = (...dependsOn: (pulumi.Resource | undefined)[]) => ({
      parent: this,
      dependsOn: checks.passBefore(dependsOn.filter((resource) => resource !== undefined)),
    });
    this.serviceAccount = new k8s.core.v1.ServiceAccount(
      names.serviceAccount,
      manifests.serviceAccount,
      child(),
    );
    this.namespace = this.serviceAccount.metadata.namespace;
    setProviderNamespace(this.namespace);
    // What goes with each change of its content could never go from an agent that is protected. Neither
    // could a scaler, and while an agent has an old one and a new one, neither acts.
    const passing = (...dependsOn: pulumi.Resource[]) => ({
      ...child(...dependsOn),
      protect: false,
    });
    this.configMap = new k8s.core.v1.ConfigMap(names.configMap, manifests.configMap, passing());
    this.secret =
      manifests.secret && new k8s.core.v1.Secret(names.secret, manifests.secret, passing());
    if (this.secret !== undefined) {
      setSecretName(this.secret.metadata.name);
    }
    this.podDeletionCostPolicy =
      manifests.podDeletionCostPolicy &&
      new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        names.podDeletionCostPolicy,
        manifests.podDeletionCostPolicy,
        child(),
      );
    this.podDeletionCostBinding =
      manifests.podDeletionCostBinding &&
      new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        names.podDeletionCostBinding,
        manifests.podDeletionCostBinding,
        child(this.podDeletionCostPolicy),
      );
    // Pods never have the right to change pods without its limit: a Role may be there before that is in it.
    this.role =
      manifests.role &&
      new k8s.rbac.v1.Role(names.role, manifests.role, child(this.podDeletionCostBinding));
    this.roleBinding =
      manifests.roleBinding &&
      new k8s.rbac.v1.RoleBinding(
        names.roleBinding,
        manifests.roleBinding,
        child(this.role, this.serviceAccount),
      );
    const access = buildDiscoveryAccess(facts);
    const discovery = createDiscoveryResources(name, access, spec, child);
    this.networkPolicy =
      manifests.networkPolicy &&
      new k8s.networking.v1.NetworkPolicy(names.networkPolicy, manifests.networkPolicy, child());
    this.deployment = new k8s.apps.v1.Deployment(names.deployment, manifests.deployment, {
      // What is gone from the program is deleted last, so the pods have left the old card by then.
      ...child(
        this.serviceAccount,
        this.configMap,
        this.secret,
        this.roleBinding,
        ...discovery,
        this.networkPolicy,
      ),
      // The scaler sets it from then on, and a fixed agent that becomes a scaled one does not dip.
      ignoreChanges: spec.scaling === undefined ? [] : ["spec.replicas"],
    });
    this.service = new k8s.core.v1.Service(names.service, manifests.service, child());
    this.siblingsService =
      manifests.siblingsService &&
      new k8s.core.v1.Service(names.siblingsService, manifests.siblingsService, child());
    this.horizontalPodAutoscaler =
      manifests.horizontalPodAutoscaler &&
      new k8s.autoscaling.v2.HorizontalPodAutoscaler(
        names.horizontalPodAutoscaler,
        manifests.horizontalPodAutoscaler,
        passing(this.deployment),
      );
    this.scaledObjectName = createCustomResource(
      names.scaledObject,
      manifests.scaledObject,
      passing(this.deployment),
    );
    this.podDisruptionBudget = new k8s.policy.v1.PodDisruptionBudget(
      names.podDisruptionBudget,
      manifests.podDisruptionBudget,
      child(),
    );
    this.podMonitorName = createCustomResource(names.podMonitor, manifests.podMonitor, child());
    this.httpRouteName = createCustomResource(names.httpRoute, manifests.httpRoute, child());
    this.ingress =
      manifests.ingress && new k8s.networking.v1.Ingress(names.ingress, manifests.ingress, child());
    createExtraResources(name, spec, child());

    this.serviceName = this.service.metadata.name;
    // The Deployment is made once its pods are ready, so this is the moment at which somebody answers.
    this.url = pulumi
      .all([this.serviceName, this.namespace, this.deployment.metadata.name])
      .apply(([service, known]) => toServiceUrl(service, known));
    this.cardUrl = this.url.apply(toCardUrl);
    this.externalUrl = pulumi.output(spec.exposure && toExternalUrl(spec.exposure));
    this.peer = pulumi.output({
      name: spec.name,
      namespace: this.namespace,
      url: facts.url,
      ...toPeerAudience(spec.auth),
    });
    this.selectorLabels = pulumi.output(facts.selectorLabels);
    // The children are in the state as themselves: to write each of them down again as an output would
    // make a preview of many agents a twentieth longer. Other languages get them all the same.
    this.registerOutputs({
      url: this.url,
      cardUrl: this.cardUrl,
      externalUrl: this.externalUrl,
      peer: this.peer,
      serviceName: this.serviceName,
      namespace: this.namespace,
      selectorLabels: this.selectorLabels,
      scaledObjectName: this.scaledObjectName,
      httpRouteName: this.httpRouteName,
      podMonitorName: this.podMonitorName,
    });
  }
}
