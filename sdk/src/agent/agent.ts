import { serializePeers, toCardData, toCardHash, toSelectorLabels } from "@berth/contract";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkWhenKnown } from "../input.js";
import { toCallerLabels, toObjectLabels, toWorkloadLabels } from "../labels.js";
import { buildCardConfigMap } from "../manifests/card-config-map.js";
import { buildDeployment } from "../manifests/deployment.js";
import { buildServiceAccount } from "../manifests/service-account.js";
import { buildService } from "../manifests/service.js";
import { toAgentLogicalNames, toAgentNames, toCardUrl, toPeers, toServiceUrl } from "../names.js";
import { readArgs } from "../read-args.js";
import type { AgentArgs, AgentPeer } from "./args.js";
import { parseKnownPeers } from "./peers-schema.js";
import { toRolloutFacts } from "./rollout-facts.js";
import { refuseSecretEnv } from "./secret-env.js";
import { type AgentSpec, requireKnownImage, toAgentSpec } from "./spec.js";

/**
 * An A2A agent: a Deployment of its image, a Service by which peers reach it, and its card. Pods
 * meet the Pod Security standard `restricted`, roll without a gap and finish their tasks before they
 * go away.
 *
 * @throws InputPropertiesError with all issues at once when the args break a rule.
 */
export class Agent extends pulumi.ComponentResource {
  /** The root URL of the agent within the cluster, known once it answers. */
  public readonly url: pulumi.Output<string>;
  /** The URL of the agent's card within the cluster, known once it is served. */
  public readonly cardUrl: pulumi.Output<string>;
  /** The agent as a peer: for the `peers` of another Agent, which does not wait for this one. */
  public readonly peer: pulumi.Output<AgentPeer>;
  /** The name of the Service. */
  public readonly serviceName: pulumi.Output<string>;
  /** The namespace of the agent. */
  public readonly namespace: pulumi.Output<string>;
  /** The labels that select the pods of the agent. They never change. */
  public readonly selectorLabels: pulumi.Output<Record<string, string>>;
  /** The Deployment. */
  public readonly deployment: k8s.apps.v1.Deployment;
  /** The Service that speaks A2A. */
  public readonly service: k8s.core.v1.Service;
  /** The identity of the pods. */
  public readonly serviceAccount: k8s.core.v1.ServiceAccount;
  /** The card, immutable. */
  public readonly configMap: k8s.core.v1.ConfigMap;

  constructor(name: string, args: AgentArgs, options: pulumi.ComponentResourceOptions = {}) {
    const spec = readArgs(`Agent '${name}'`, () => toAgentSpec(args, name));
    super("berth:index:Agent", name, args, options);
    const child = { parent: this };
    const data = toCardData(spec.card);
    const hash = toCardHash(spec.card);
    const names = toAgentNames(spec.name, hash);
    const logicalNames = toAgentLogicalNames(name, hash);
    const { namespace } = spec;
    const labelFacts = { name: spec.name, version: spec.card.version };
    const labels = toObjectLabels(labelFacts);
    const workloadLabels = toWorkloadLabels(labelFacts);
    const selectorLabels = toSelectorLabels(spec.name);
    const times = toRolloutFacts(spec);

    this.serviceAccount = new k8s.core.v1.ServiceAccount(
      logicalNames.serviceAccount,
      buildServiceAccount({ name: names.serviceAccount, namespace, labels }),
      child,
    );
    // The provider fills in a namespace that nobody gave. The Service knows it too, but answers only
    // once the pods are ready, and they are what must be told.
    this.namespace = this.serviceAccount.metadata.namespace;
    const url = this.namespace.apply((known) => toServiceUrl(names.service, known));

    this.configMap = new k8s.core.v1.ConfigMap(
      logicalNames.configMap,
      buildCardConfigMap({ name: names.configMap, namespace, labels, data }),
      child,
    );
    this.deployment = new k8s.apps.v1.Deployment(
      logicalNames.deployment,
      buildDeployment({
        ...spec,
        ...toPeerFacts(spec, name, this.namespace, workloadLabels),
        name: names.deployment,
        namespace,
        labels: workloadLabels,
        selectorLabels,
        env: refuseSecretEnv(spec.env, (check) => {
          readArgs(`Agent '${name}'`, check);
        }),
        image: checkWhenKnown(spec.image, (image) => {
          readArgs(`Agent '${name}'`, () => {
            requireKnownImage(image);
          });
        }),
        url,
        timeoutSeconds: times.deploymentTimeoutSeconds,
        startupFailureThreshold: times.startupFailureThreshold,
        serviceAccountName: this.serviceAccount.metadata.name,
        configMapName: this.configMap.metadata.name,
      }),
      child,
    );
    this.service = new k8s.core.v1.Service(
      logicalNames.service,
      buildService({
        name: names.service,
        namespace,
        labels: workloadLabels,
        selectorLabels,
        timeoutSeconds: times.serviceTimeoutSeconds,
      }),
      child,
    );

    this.serviceName = this.service.metadata.name;
    this.url = pulumi.all([this.serviceName, this.namespace]).apply(([service, known]) => {
      return toServiceUrl(service, known);
    });
    this.cardUrl = this.url.apply(toCardUrl);
    this.peer = pulumi.output({ name: spec.name, namespace: this.namespace, url });
    this.selectorLabels = pulumi.output(selectorLabels);
    this.registerOutputs({
      url: this.url,
      cardUrl: this.cardUrl,
      peer: this.peer,
      serviceName: this.serviceName,
      namespace: this.namespace,
      selectorLabels: this.selectorLabels,
      deployment: this.deployment,
      service: this.service,
      serviceAccount: this.serviceAccount,
      configMap: this.configMap,
    });
  }
}

/** What the pods are told of their peers, and the labels by which those admit them. */
function toPeerFacts(
  { peers }: AgentSpec,
  component: string,
  namespace: pulumi.Output<string>,
  labels: Record<string, string>,
): { peers: pulumi.Input<string> | undefined; podLabels: pulumi.Input<Record<string, string>> } {
  if (peers.length === 0) {
    return { peers: undefined, podLabels: labels };
  }
  const known = pulumi
    .output(peers)
    .apply((peers) => readArgs(`Agent '${component}'`, () => parseKnownPeers(peers)));
  return {
    peers: pulumi.all([known, namespace]).apply(([peers, callerNamespace]) => {
      return serializePeers(toPeers(peers, callerNamespace));
    }),
    podLabels: known.apply((peers) => {
      return { ...labels, ...toCallerLabels(peers.map(({ name }) => name)) };
    }),
  };
}
