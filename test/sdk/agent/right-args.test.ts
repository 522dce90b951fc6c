import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { catchReasons, type LooseArgs } from "./catch-issues.ts";
import { withIngress, withoutRuntime, withSidecar } from "./wrong-args/row.ts";

// What is near a rule and does not break it.

const hostname = "agents.example.com";
const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };

it.each<[string, LooseArgs]>([
  ["as many pods at least as at most", { scaling: { minReplicas: 3, maxReplicas: 3 } }],
  ["a scaler of all defaults", { scaling: {} }],
  ["agents of the own namespace, for all its name", { discovery: { allNamespaces: false } }],
  [
    "agents of some namespaces, and not of all",
    { discovery: { allNamespaces: false, namespaces: ["0"] } },
  ],
  [
    "a Role that is changed, of an agent that finds others",
    { discovery: {}, overrides: { role: { metadata: { annotations: { a: "b" } } } } },
  ],
  [
    "the longest and the shortest times of a scaler",
    {
      scaling: {
        scaleUp: { stabilizationWindowSeconds: 0, periodSeconds: 1 },
        scaleDown: { stabilizationWindowSeconds: 3600, periodSeconds: 1800 },
      },
    },
  ],
  [
    "tolerances of a scaler on 1.35",
    {
      kubernetesVersion: "1.35",
      scaling: { scaleUp: { tolerance: "0.05" }, scaleDown: { tolerance: "0" } },
    },
  ],
  [
    "traffic to the zone on 1.34",
    { kubernetesVersion: "1.34", network: { trafficDistribution: "PreferSameZone" } },
  ],
  [
    "traffic to close pods on 1.31",
    { kubernetesVersion: "1.31", network: { trafficDistribution: "PreferClose" } },
  ],
  ["users of the pod's own on 1.33", { kubernetesVersion: "1.33", pod: { hostUsers: false } }],
  ["the users of the node on any version", { kubernetesVersion: "1.29", pod: { hostUsers: true } }],
  [
    "no accept window where nobody can wait for it",
    withoutRuntime({ kubernetesVersion: "1.29", drain: { acceptWindowSeconds: 0 } }),
  ],
  [
    "an accept window of a runtime that waits itself",
    { kubernetesVersion: "1.29", drain: { acceptWindowSeconds: 8 } },
  ],
  ["an accept window of an image on 1.30", withoutRuntime({ kubernetesVersion: "1.30" })],
  ["no word about the runtime, which is a sidecar then", { runtime: undefined }],
  [
    "all that a sidecar can be told",
    withSidecar({
      image: "registry.example.com/agent-runtime:1.0.0@sha256:" + "0".repeat(64),
      resources: { requests: { cpu: "256m", memory: "256Mi" }, limits: { cpu: "256m" } },
      env: {
        A2A_DRAIN: "off",
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318",
        A2A_COMPAT: "off",
      },
      cardPath: "/",
      rpcPath: "/a2a/v1?x=y",
    }),
  ],
  [
    "a sidecar with auth, a scaler, the idlest pod first and an override of its siblings, on 1.30",
    withSidecar(
      {},
      {
        auth: { apiKeys: [{ name: "ci", secretName: "callers", key: "ci" }] },
        scaling: { idlestPodFirst: true },
        kubernetesVersion: "1.30",
        overrides: { siblingsService: {} },
      },
    ),
  ],
  ["a sidecar on the oldest version", withSidecar({}, { kubernetesVersion: "1.29" })],
  ["the port of a sidecar where there is none", { port: 8080 }],
  [
    "the hosts that are believed, of an agent with a sidecar that is not exposed",
    withSidecar({ env: { A2A_FORWARDED_HOSTS: "a.example.com" } }),
  ],
  [
    "paths and metrics of an image without a runtime",
    withoutRuntime({
      probes: { startup: { path: "/a" }, readiness: { path: "/b" }, liveness: { path: "/c" } },
      monitoring: { kind: "PodMonitor", port: 9464, path: "/stats" },
    }),
  ],
  [
    "a scaler and a Prometheus of an image without a runtime",
    withoutRuntime({
      scaling: {},
      monitoring: { port: 9100, prometheus: { namespace: "monitoring" } },
    }),
  ],
  [
    "the greatest numbers",
    { replicas: 2 ** 31 - 1, rollout: { progressDeadlineSeconds: 2 ** 31 - 1 } },
  ],
  [
    "names of variables and keys that only begin with a dot, or have two",
    { env: { ".a": "", "a..b": "" }, secrets: [{ env: "A", secretName: "llm", key: ".a..b" }] },
  ],
  [
    "the URL of a peer with a sign that parts a user off, in its path",
    { peers: [{ name: "a", url: "https://a.example.com/@b?c=d@e" }] },
  ],
  [
    "labels of a PodMonitor that it does not have itself",
    { monitoring: { kind: "PodMonitor", labels: { app: "agents", protocol: "http" } } },
  ],
  [
    "an Ingress without TLS, called from a block of addresses",
    withIngress({
      exposure: { hostname, tls: false, ingress: {}, from: [{ cidr: "10.0.0.0/8" }] },
    }),
  ],
  ["a certificate of an Ingress", withIngress({}, { tlsSecretName: "edge-tls" })],
  [
    "objects of kinds that the Agent does not make here, or of another name or namespace",
    {
      namespace: "agents",
      extraManifests: [
        {
          apiVersion: "autoscaling/v2",
          kind: "HorizontalPodAutoscaler",
          metadata: { name: "data-analysis" },
        },
        { apiVersion: "v1", kind: "Secret", metadata: { name: "data-analysis-secrets" } },
        { apiVersion: "v1", kind: "Service", metadata: { name: "data-analysis", namespace: "a" } },
        {
          apiVersion: "serving.knative.dev/v1",
          kind: "Service",
          metadata: { name: "data-analysis" },
        },
        { ...configMap, metadata: { name: "data-analysis-card" } },
      ],
    },
  ],
  ["a PodMonitor of a runtime", { monitoring: { kind: "PodMonitor", labels: { release: "a" } } }],
  [
    "secrets by their value and by reference",
    {
      secrets: [
        { env: "A", value: "" },
        { env: "B", value: pulumi.secret("b") },
        { env: "C", secretName: "llm", key: "c" },
      ],
    },
  ],
  [
    "variables from objects, with and without a prefix",
    {
      envFrom: [
        { configMapName: "a", prefix: "" },
        { secretName: "a", prefix: "A_" },
      ],
    },
  ],
  [
    "the hosts that are believed, of an agent that is not exposed",
    { env: { A2A_FORWARDED_HOSTS: "a.example.com" } },
  ],
  [
    "no NetworkPolicy, with what is not part of it",
    { network: { policy: false, appProtocol: "kgateway.dev/a2a", dualStack: true } },
  ],
  [
    "an Ingress whose controller is free to come, where there is no NetworkPolicy",
    { network: { policy: false }, exposure: { hostname, ingress: {} } },
  ],
  ["callers of no other namespace", { network: { callers: "Peers", callerNamespaces: [] } }],
  [
    "places by addresses, by namespace and by labels",
    {
      network: {
        allowTo: [
          { cidr: "10.0.0.0/8", ports: [1, 65535] },
          { namespace: "databases" },
          { podLabels: { app: "proxy" }, ports: [3128] },
        ],
        allowFrom: [{ namespace: "a", podLabels: {} }, { cidr: "fd00:1::/48" }],
      },
    },
  ],
  ["an agent behind an Ingress", withIngress({})],
  [
    "an agent behind a listener of a Gateway",
    { exposure: { hostname, tls: false, gateway: { name: "main", sectionName: "https" } } },
  ],
  [
    "callers whose names have dots",
    { auth: { apiKeys: [{ name: ".billing..eu", secretName: "callers", key: "a.b" }] } },
  ],
  ["the smallest user", { pod: { runAsUser: 1 } }],
  ["the largest user", { pod: { runAsUser: 2 ** 31 - 1 } }],
  [
    "tolerations of every kind",
    {
      pod: {
        tolerations: [
          { operator: "Exists" },
          { key: "gpu", value: "", effect: "NoSchedule" },
          { key: "gpu", operator: "Equal", value: "a", effect: "NoExecute", tolerationSeconds: 0 },
          { key: "gpu", operator: "Exists", value: "", effect: pulumi.output("NoExecute") },
          { key: "gpu", effect: pulumi.output("NoExecute"), tolerationSeconds: 60 },
        ],
      },
    },
  ],
  [
    "labels and annotations that are nobody else's",
    {
      pod: {
        labels: { "example.com/team": "a", "app.kubernetes.io/part-of": "agents", apps: "" },
        annotations: { "linkerd.io/inject": "enabled", note: "any text, of any length" },
      },
    },
  ],
  [
    "leave to read",
    { serviceAccount: { rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["get"] }] } },
  ],
  [
    "overrides of what may be changed",
    {
      overrides: {
        deployment: {
          metadata: { labels: { app: "other" }, annotations: null },
          spec: {
            replicas: 5,
            template: { metadata: { labels: { app: "other" } }, spec: pulumi.output({}) },
          },
        },
        configMap: { metadata: { annotations: pulumi.output({}) } },
        siblingsService: {},
        networkPolicy: { spec: { ingress: [], egress: [{ $patch: "replace" }] } },
        service: { spec: { type: "NodePort", ports: null } },
      },
    },
  ],
  [
    "overrides of the objects that are made because of other args",
    {
      ...withIngress({}),
      secrets: [{ env: "A", value: "a" }],
      serviceAccount: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }] },
      scaling: {},
      monitoring: { kind: "PodMonitor" },
      overrides: {
        secret: {},
        role: {},
        roleBinding: {},
        horizontalPodAutoscaler: {},
        podMonitor: {},
        ingress: {},
      },
    },
  ],
  [
    "objects of one name that differ in kind, group and namespace",
    {
      extraManifests: [
        { ...configMap, kind: "Service" },
        { ...configMap, kind: "Service", apiVersion: "serving.knative.dev/v1" },
        configMap,
        { ...configMap, metadata: { name: "a", namespace: "others" } },
        { ...configMap, kind: "IpAllowList" },
      ],
    },
  ],
])("has nothing against %s", (_, args) => {
  expect(catchReasons(args)).toEqual([]);
});

it("takes objects for the same while nobody knows that their namespaces differ", () => {
  const metadata = { name: "a", namespace: pulumi.output("others") };
  expect(catchReasons({ extraManifests: [configMap, { ...configMap, metadata }] })).toEqual([
    "'extraManifests[1].metadata.name' (a) must differ from 'extraManifests[0].metadata.name', which has the same kind and, as far as is known, the same namespace. Remove one of them.",
  ]);
});
