import type * as pulumi from "@pulumi/pulumi";
import type { AgentDestinationArgs, AgentNetworkPeerArgs } from "../agent/network-args.js";
import type { PrometheusAdapterRuleArgs } from "./rule-args.js";

/**
 * What a PrometheusAdapter is made from
 * (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis).
 */
export interface PrometheusAdapterArgs extends PrometheusAdapterSettingsArgs {
  /** The namespace of the adapter. Defaults to the namespace of the Kubernetes provider. */
  namespace?: pulumi.Input<string>;
  /**
   * The URL at which the adapter asks Prometheus, without a user and a password. It must look at pods at
   * least every 30 s, and give to samples the labels `namespace` and `pod`.
   */
  prometheusUrl: pulumi.Input<string>;
}

/**
 * What of a PrometheusAdapter may differ from the defaults
 * (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis).
 */
export interface PrometheusAdapterSettingsArgs {
  /** What the adapter shows to Prometheus, and how it knows it. Defaults to nothing. */
  prometheusAuth?: PrometheusAdapterAuthArgs;
  /**
   * The image of the adapter, 0.12. Defaults to
   * `registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0`.
   */
  image?: pulumi.Input<string>;
  /** The number of pods. Defaults to 2, so that one answers while another one goes away. */
  replicas?: pulumi.Input<number>;
  /** What a pod asks for and may use. */
  resources?: PrometheusAdapterResourcesArgs;
  /**
   * The port of the pods, 1024 or above. A private cluster of GKE lets its API server reach no other one
   * than 10250. Defaults to 6443.
   */
  securePort?: pulumi.Input<number>;
  /** Seconds from one look for metrics in Prometheus to the next. Defaults to 30. */
  relistIntervalSeconds?: pulumi.Input<number>;
  /**
   * Seconds after its last sample for which a metric is still known. At least `relistIntervalSeconds`
   * and the interval in which Prometheus looks at pods. Defaults to 300.
   */
  maxAgeSeconds?: pulumi.Input<number>;
  /** Further metrics of objects, besides the load of agents. */
  rules?: PrometheusAdapterRuleArgs[];
  /**
   * Metrics of no object. With them the adapter serves `external.metrics.k8s.io` too, of which a cluster
   * has one: KEDA and others serve it as well. Defaults to none.
   */
  externalRules?: PrometheusAdapterRuleArgs[];
  /**
   * The certificate of the adapter. Defaults to one that Berth makes and renews. To change from one kind to
   * another leaves scalers without metrics, and agents with the pods that they have, from the first new pod
   * of the adapter until all are new and the API server is told: change it when little goes on, or raise
   * `scaling.minReplicas` of agents before.
   */
  tls?: PrometheusAdapterTlsArgs;
  /** Whom the pods reach. */
  network?: PrometheusAdapterNetworkArgs;
}

/**
 * What the adapter shows to Prometheus, and how it knows it: its own token, or what is in a Secret
 * (https://kubernetes.io/docs/concepts/configuration/secret/).
 */
export interface PrometheusAdapterAuthArgs {
  /**
   * Whether the adapter shows the token of its ServiceAccount, and trusts the authority of the cluster.
   * Not to be given with a Secret. Defaults to false.
   */
  serviceAccountToken?: boolean;
  /** The name of a Secret in the namespace of the adapter. It is read when a pod starts. */
  secretName?: pulumi.Input<string>;
  /** The key of the certificates in it by which Prometheus is known. Defaults to those of the image. */
  caKey?: pulumi.Input<string>;
  /** The key of the bearer token in it. Defaults to none. */
  tokenKey?: pulumi.Input<string>;
}

/**
 * What a pod asks for and may use, as Kubernetes quantities
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 */
export interface PrometheusAdapterResourcesArgs {
  /** Processor time that is kept free for it. Defaults to `100m`. */
  requestsCpu?: pulumi.Input<string>;
  /** Memory that is kept free for it. Defaults to `180Mi`. */
  requestsMemory?: pulumi.Input<string>;
  /** Processor time that it may use at most. Defaults to `1000m`. */
  limitsCpu?: pulumi.Input<string>;
  /** Memory: it is killed when it uses more. Defaults to `512Mi`. */
  limitsMemory?: pulumi.Input<string>;
}

/**
 * A certificate of your own: exactly one of `caBundle`, `injectCaFrom` and `insecureSkipTlsVerify`. It
 * must be for the name `<component>.<namespace>.svc`
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/).
 */
export interface PrometheusAdapterTlsArgs {
  /**
   * The name of a Secret with `tls.crt` and `tls.key` in the namespace of the adapter. Another content
   * takes effect by itself. Must be given with `caBundle` and with `injectCaFrom`.
   */
  secretName?: pulumi.Input<string>;
  /**
   * The certificates by which the API server knows the adapter, as PEM. To change to another authority
   * without a gap, first give both here, then change the content of the Secret, and at last give the new one
   * alone.
   */
  caBundle?: pulumi.Input<string>;
  /**
   * The Certificate of cert-manager whose authority the API server is told, as `<namespace>/<name>`. The
   * CA injector of cert-manager does that.
   */
  injectCaFrom?: pulumi.Input<string>;
  /**
   * Whether the API server takes any certificate: each pod makes one of its own. Whoever gets into the
   * way then decides how many pods all agents have. Defaults to false.
   */
  insecureSkipTlsVerify?: boolean;
}

/**
 * Whom the pods of the adapter reach
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/). Everybody reaches them:
 * an API server has no address that a policy could name, and they ask it who calls.
 */
export interface PrometheusAdapterNetworkArgs {
  /** Whether there is a NetworkPolicy. Defaults to true. */
  policy?: boolean;
  /**
   * Prometheus: its pods, or its addresses where it is none. Defaults to the pods of any namespace with
   * the label `app.kubernetes.io/name: prometheus`.
   */
  prometheus?: AgentNetworkPeerArgs;
  /**
   * Further places that the pods may reach, such as an API server on a port other than 443, 6443, 8443 and
   * 16443: the one that `kubectl get endpointslices --namespace default` tells.
   */
  allowTo?: AgentDestinationArgs[];
}
