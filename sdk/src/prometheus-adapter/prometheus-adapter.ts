import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkWhenKnown, mapInput } from "../input.js";
import { toStackLabels } from "../labels.js";
import { buildPodDisruptionBudget } from "../manifests/pod-disruption-budget.js";
import type { ApiServiceTrust } from "../manifests/prometheus-adapter/api-service.js";
import { buildAdapterConfigMap } from "../manifests/prometheus-adapter/config-map.js";
import { buildAdapterDeployment } from "../manifests/prometheus-adapter/deployment.js";
import { buildAdapterNetworkPolicy } from "../manifests/prometheus-adapter/network-policy.js";
import { buildAdapterService } from "../manifests/prometheus-adapter/service.js";
import { buildServiceAccount } from "../manifests/service-account.js";
import { createLateGate } from "../late-gate.js";
import { readArgs } from "../read-args.js";
import { readOwner } from "../read-owner.js";
import { refuseSecrets, UNSECRET_REMEDY } from "../refuse-secrets.js";
import { createAccess } from "./access.js";
import { toAdapterConfig } from "./adapter-config.js";
import { createApiServices } from "./api-services.js";
import type { PrometheusAdapterArgs } from "./args.js";
import { createCertificates, toBase64 } from "./certificates.js";
import { ADAPTER_PROGRESS_DEADLINE_SECONDS, ADAPTER_USER } from "./defaults.js";
import { toAdapterFlags } from "./flags.js";
import {
  toAdapterHost,
  toAdapterLabels,
  toAdapterLogicalNames,
  toAdapterNames,
  toAdapterSelectorLabels,
} from "./names.js";
import { requireKnownUrl, toPrometheusAdapterSpec } from "./spec.js";

/**
 * The program that tells HorizontalPodAutoscalers the load of agents: the API of custom metrics, by
 * Prometheus Adapter (https://github.com/kubernetes-sigs/prometheus-adapter). A cluster has one such
 * API. Needs Kubernetes 1.30.
 *
 * Its certificate is renewed by the first `pulumi up` of each half of a year, and is valid for two years
 * after the last one. A stack without any for more than half a year misses one renewal: its next one
 * leaves scalers without metrics, and agents with the pods that they have, until its pods are ready.
 *
 * @throws InputPropertiesError with all issues at once when the args break a rule.
 */
export class PrometheusAdapter extends pulumi.ComponentResource {
  /** The namespace of the adapter. */
  public readonly namespace: pulumi.Output<string>;
  /** The names of the APIServices: `kubectl get apiservice` tells whether they are available. */
  public readonly apiServiceNames: pulumi.Output<string[]>;
  /** The identity of the pods. */
  public readonly serviceAccount: k8s.core.v1.ServiceAccount;
  /** The rules of the adapter, immutable. */
  public readonly configMap: k8s.core.v1.ConfigMap;
  /** The certificate that the pods serve, immutable, where Berth makes it. */
  public readonly certificate: k8s.core.v1.Secret | undefined;
  /** Whom the pods reach, unless that is switched off. */
  public readonly networkPolicy: k8s.networking.v1.NetworkPolicy | undefined;
  /** The Deployment. */
  public readonly deployment: k8s.apps.v1.Deployment;
  /** The Service that the API server asks. */
  public readonly service: k8s.core.v1.Service;
  /** Lets pods be evicted one after the other. */
  public readonly podDisruptionBudget: k8s.policy.v1.PodDisruptionBudget;
  /** Metrics of objects, in the version that scalers take. */
  public readonly customMetricsV1Beta2: k8s.apiregistration.v1.APIService;
  /** The same in the version before. */
  public readonly customMetricsV1Beta1: k8s.apiregistration.v1.APIService;
  /** Metrics of no object, where there are rules for them. */
  public readonly externalMetrics: k8s.apiregistration.v1.APIService | undefined;

  constructor(
    name: string,
    args: PrometheusAdapterArgs,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    const component = `PrometheusAdapter '${name}'`;
    const spec = readArgs(component, () => toPrometheusAdapterSpec(args, name));
    const { externalRules = [], network, rules = [], tls } = spec;
    super("berth:index:PrometheusAdapter", name, args, options);
    const logicalNames = toAdapterLogicalNames(name);
    const podLabels = toAdapterLabels(name);
    const owner = readOwner();
    const labels = { ...podLabels, ...toStackLabels(owner) };
    const selectorLabels = toAdapterSelectorLabels(name);
    const object = { namespace: spec.namespace, labels };
    // What builds images makes all that it tells a secret when it logs in with one.
    const clearArgs = { ...args, image: undefined };
    const gate = createLateGate(component, [refuseSecrets(clearArgs, UNSECRET_REMEDY)]);
    const child = { parent: this, dependsOn: gate.passBefore([]) };
    const hasExternalMetrics = externalRules.length > 0;

    this.serviceAccount = new k8s.core.v1.ServiceAccount(
      logicalNames.serviceAccount,
      buildServiceAccount({ ...object, name, annotations: {} }),
      child,
    );
    // The provider fills in a namespace that nobody gave.
    this.namespace = this.serviceAccount.metadata.namespace;
    const access = createAccess(
      {
        names: toAdapterNames(name, spec.namespace ?? this.namespace, owner.stack),
        logicalNames,
        labels,
        serviceAccount: { name, namespace: this.namespace },
        hasExternalMetrics,
      },
      child,
    );
    this.configMap = new k8s.core.v1.ConfigMap(
      logicalNames.configMap,
      buildAdapterConfigMap({ ...object, config: toAdapterConfig({ rules, externalRules }) }),
      child,
    );
    const certificates =
      tls === undefined
        ? createCertificates(
            {
              ...object,
              host: mapInput(spec.namespace ?? this.namespace, (known) =>
                toAdapterHost(name, known),
              ),
              toLogicalName: logicalNames.toCertificate,
              now: new Date(Date.now()),
            },
            child,
          )
        : undefined;
    this.certificate = certificates?.current;
    this.networkPolicy = network.policy
      ? new k8s.networking.v1.NetworkPolicy(
          logicalNames.networkPolicy,
          buildAdapterNetworkPolicy({ ...object, name, selectorLabels, network }),
          child,
        )
      : undefined;
    this.deployment = new k8s.apps.v1.Deployment(
      logicalNames.deployment,
      buildAdapterDeployment({
        ...spec,
        ...object,
        name,
        selectorLabels,
        podLabels,
        flags: toAdapterFlags({
          ...spec,
          prometheusUrl: checkWhenKnown(spec.prometheusUrl, (known) => {
            readArgs(component, () => {
              requireKnownUrl(known, spec.prometheusAuth);
            });
          }),
        }),
        serviceAccountName: this.serviceAccount.metadata.name,
        configMapName: this.configMap.metadata.name,
        certificateSecretName: this.certificate?.metadata.name ?? tls?.secretName,
        prometheusSecretName: spec.prometheusAuth?.secretName,
        runAsUser: ADAPTER_USER,
        progressDeadlineSeconds: ADAPTER_PROGRESS_DEADLINE_SECONDS,
      }),
      {
        ...child,
        // A pod ends when it may not ask how the API server shows who it is.
        dependsOn: gate.passBefore([
          ...access,
          ...(this.networkPolicy === undefined ? [] : [this.networkPolicy]),
        ]),
      },
    );
    this.service = new k8s.core.v1.Service(
      logicalNames.service,
      buildAdapterService({ ...object, name, selectorLabels }),
      child,
    );
    this.podDisruptionBudget = new k8s.policy.v1.PodDisruptionBudget(
      logicalNames.podDisruptionBudget,
      buildPodDisruptionBudget({ ...object, name, selectorLabels }),
      child,
    );
    const trust: ApiServiceTrust = {
      caBundle: certificates?.caBundle ?? (tls?.caBundle && mapInput(tls.caBundle, toBase64)),
      injectCaFrom: tls?.injectCaFrom,
      insecureSkipTlsVerify: tls?.insecureSkipTlsVerify ?? false,
    };
    const apiServices = createApiServices(
      {
        logicalNames,
        labels,
        serviceName: this.service.metadata.name,
        serviceNamespace: this.namespace,
        trust,
        hasExternalMetrics,
      },
      // Made last and deleted first: without somebody who answers, no namespace could be deleted.
      { ...child, dependsOn: gate.passBefore([...access, this.deployment, this.service]) },
    );
    const { externalMetrics, customMetricsV1Beta1, customMetricsV1Beta2 } = apiServices;
    this.customMetricsV1Beta2 = customMetricsV1Beta2;
    this.customMetricsV1Beta1 = customMetricsV1Beta1;
    this.externalMetrics = externalMetrics;
    this.apiServiceNames = pulumi.all(
      [
        customMetricsV1Beta2,
        customMetricsV1Beta1,
        ...(externalMetrics ? [externalMetrics] : []),
      ].map((apiService) => apiService.metadata.name),
    );
    this.registerOutputs({
      namespace: this.namespace,
      apiServiceNames: this.apiServiceNames,
    });
  }
}
