import { createHash } from "node:crypto";
import { goTools } from "../../../tools/go-tools.ts";

const NAME = "prometheus";

/** Both the runtime's PodMonitor and Berth's own Prometheus look so often. */
export const SCRAPE_SECONDS = 15;

const IMAGE = `quay.io/prometheus/prometheus:v${goTools.prometheus.version}`;

const LISTEN_PORT = 9090;

/** What the Prometheus of the fleet is made of. */
export interface PrometheusFacts {
  namespace: string;
  /** Where the pods that are played are. */
  fleetNamespace: string;
  /** Where the metrics of all those pods come from: addresses with ports. */
  workers: readonly string[];
  /** The address and the port of the kube-controller-manager, where the HPA controller runs. */
  controllerManager: string;
}

/**
 * The configuration of a Prometheus that finds the pods of a fleet as it finds any, and asks one of a
 * few workers in place of each: the name of the pod decides which.
 */
export function buildPrometheusConfig(facts: PrometheusFacts): object {
  const { namespace, fleetNamespace, workers, controllerManager } = facts;
  const token = "/var/run/secrets/kubernetes.io/serviceaccount/token";
  const asServiceAccount = {
    scheme: "https",
    authorization: { credentials_file: token },
    // What is asked has a certificate for another name, or one of its own.
    tls_config: { insecure_skip_verify: true },
  };
  const pod = "__meta_kubernetes_pod";
  return {
    global: { scrape_interval: `${SCRAPE_SECONDS}s` },
    scrape_configs: [
      {
        job_name: "fleet",
        kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [fleetNamespace] } }],
        relabel_configs: [
          { action: "keep", source_labels: [`${pod}_container_port_name`], regex: "metrics" },
          { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
          { source_labels: [`${pod}_name`], target_label: "pod" },
          { source_labels: [`${pod}_label_app_kubernetes_io_name`], target_label: "agent" },
          // As it would be without what follows.
          { source_labels: ["__address__"], target_label: "instance" },
          {
            action: "hashmod",
            source_labels: [`${pod}_name`],
            modulus: workers.length,
            target_label: "__tmp_worker",
          },
          ...workers.map((address, index) => ({
            source_labels: ["__tmp_worker"],
            regex: String(index),
            target_label: "__address__",
            replacement: address,
          })),
        ],
      },
      {
        job_name: "adapter",
        ...asServiceAccount,
        kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [namespace] } }],
        relabel_configs: [
          {
            action: "keep",
            source_labels: [`${pod}_label_app_kubernetes_io_name`],
            regex: "prometheus-adapter",
          },
          { source_labels: [`${pod}_name`], target_label: "pod" },
        ],
      },
      {
        job_name: "controller-manager",
        ...asServiceAccount,
        static_configs: [{ targets: [controllerManager] }],
      },
      { job_name: NAME, static_configs: [{ targets: [`localhost:${LISTEN_PORT}`] }] },
    ],
  };
}

/** Prometheus, with a port on every node at which the machine asks it. */
export function buildPrometheus(facts: PrometheusFacts): object[] {
  const { namespace } = facts;
  const labels = { "app.kubernetes.io/name": NAME };
  const config = JSON.stringify(buildPrometheusConfig(facts));
  const hash = createHash("sha256").update(config).digest("hex").slice(0, 8);
  const metadata = { name: NAME, namespace };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: NAME },
      rules: [
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
        { nonResourceURLs: ["/metrics"], verbs: ["get"] },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: NAME },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: NAME },
      subjects: [{ kind: "ServiceAccount", ...metadata }],
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `${NAME}-${hash}`, namespace },
      data: { "prometheus.yml": config },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        selector: { matchLabels: labels },
        strategy: { type: "Recreate" },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: NAME,
            containers: [
              {
                name: NAME,
                image: IMAGE,
                imagePullPolicy: "IfNotPresent",
                args: ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/data"],
                ports: [{ name: "http", containerPort: LISTEN_PORT }],
                // Slow is ready: a Prometheus that is busy is to be measured, and not to be taken away.
                readinessProbe: {
                  httpGet: { path: "/-/ready", port: "http" },
                  periodSeconds: 2,
                  timeoutSeconds: 10,
                },
                volumeMounts: [
                  { name: "config", mountPath: "/etc/prometheus" },
                  { name: "data", mountPath: "/data" },
                ],
              },
            ],
            volumes: [
              { name: "config", configMap: { name: `${NAME}-${hash}` } },
              { name: "data", emptyDir: {} },
            ],
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        type: "NodePort",
        selector: labels,
        ports: [{ name: "http", port: LISTEN_PORT, targetPort: "http" }],
      },
    },
  ];
}

/** The URL at which pods ask it. */
export function toPrometheusUrl(namespace: string): string {
  return `http://${NAME}.${namespace}.svc.cluster.local:${LISTEN_PORT}`;
}
