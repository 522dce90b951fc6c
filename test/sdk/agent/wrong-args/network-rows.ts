import type { NETWORK_RULES } from "../../../../sdk/src/agent/rules/network-rules.ts";
import { withoutRuntime, withSidecar, type WrongArgs, wrong } from "./row.ts";

const hostname = "agents.example.com";

/** What is wrong with who reaches the pods, and with whom they reach. */
export const NETWORK_ROWS: Record<keyof typeof NETWORK_RULES, WrongArgs[]> = {
  appProtocol: [
    wrong(
      "a protocol of two words",
      { network: { appProtocol: "HTTP 2" } },
      "'network.appProtocol' (HTTP 2) must be the name of a protocol, such as 'http' or 'kgateway.dev/a2a'.",
    ),
  ],
  allNamespaces: [
    wrong(
      "agents of all namespaces, and of some",
      { discovery: { allNamespaces: true, namespaces: ["tools"] } },
      "'discovery.allNamespaces' must not be true with 'discovery.namespaces'. Give one of them.",
    ),
  ],
  callers: [
    wrong(
      "callers that there are not",
      { network: { callers: "Everybody" } },
      "'network.callers' (Everybody) must be one of Namespace, Peers.",
    ),
  ],
  destinationPort: [
    wrong(
      "ports that no machine has",
      { network: { allowTo: [{ namespace: "databases", ports: [0, 65536, 1.5] }] } },
      "'network.allowTo[0].ports[0]' (0) must be a whole number from 1 to 65535.",
      "'network.allowTo[0].ports[1]' (65536) must be a whole number from 1 to 65535.",
      "'network.allowTo[0].ports[2]' (1.5) must be a whole number from 1 to 65535.",
    ),
  ],
  noDestinationPorts: [
    wrong(
      "a place without a port",
      { network: { allowTo: [{ namespace: "databases", ports: [] }] } },
      "'network.allowTo[0].ports' must have at least one entry. Leave it out to open all ports.",
    ),
  ],
  noDiscoveryNamespaces: [
    wrong(
      "agents of no namespace",
      { discovery: { namespaces: [] } },
      "'discovery.namespaces' must have at least one entry. Leave it out for the namespace of the agent.",
    ),
  ],
  sameNamespace: [
    wrong(
      "agents of one namespace, twice",
      { discovery: { namespaces: ["tools", "data", "tools"] } },
      "'discovery.namespaces[2]' (tools) must differ from 'discovery.namespaces[0]'. Remove one of them.",
    ),
  ],
  networkPeer: [
    wrong(
      "places that are nowhere, everything, and two things",
      {
        network: {
          allowTo: [{}, { ports: [5432] }, { cidr: "10.0.0.0/8", namespace: "databases" }],
        },
      },
      "'network.allowTo[0]' must have either 'cidr', or at least one of 'namespace' and 'podLabels'.",
      "'network.allowTo[1]' must have either 'cidr', or at least one of 'namespace' and 'podLabels'.",
      "'network.allowTo[2]' must have either 'cidr', or at least one of 'namespace' and 'podLabels'.",
    ),
    wrong(
      "callers that are two things",
      { network: { allowFrom: [{ cidr: "10.0.0.0/8", podLabels: { app: "web" } }] } },
      "'network.allowFrom[0]' must have either 'cidr', or at least one of 'namespace' and 'podLabels'.",
    ),
    wrong(
      "pods that are all there are",
      {
        network: { allowFrom: [{}] },
        exposure: { hostname, gateway: { name: "main" }, from: [{}] },
        monitoring: { prometheus: {} },
      },
      "'network.allowFrom[0]' must have either 'cidr', or at least one of 'namespace' and 'podLabels'.",
      "'exposure.from[0]' must have either 'cidr', or at least one of 'namespace' and 'podLabels'.",
      "'monitoring.prometheus' must have either 'cidr', or at least one of 'namespace' and 'podLabels'.",
    ),
  ],
  trafficDistribution: [
    wrong(
      "traffic that is led in a way that there is not",
      { network: { trafficDistribution: "PreferFar" } },
      "'network.trafficDistribution' (PreferFar) must be one of PreferClose, PreferSameZone, PreferSameNode.",
    ),
  ],
  withoutPolicy: [
    wrong(
      "what a NetworkPolicy says, without one",
      {
        network: {
          policy: false,
          callers: "Peers",
          callerNamespaces: ["a"],
          discovery: false,
          allowFrom: [{ namespace: "a" }],
          allowTo: [{ namespace: "b" }],
          internet: false,
        },
      },
      "'network.callers' (Peers) must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",
      "'network.callerNamespaces' must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",
      "'network.discovery' (false) must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",
      "'network.allowFrom' must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",
      "'network.allowTo' must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",
      "'network.internet' (false) must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",
    ),
    wrong(
      "whom a NetworkPolicy would admit, without one",
      {
        network: { policy: false },
        exposure: { hostname, gateway: { name: "main" }, from: [{ namespace: "gateways" }] },
        monitoring: { prometheus: { namespace: "monitoring" } },
      },
      "'exposure.from' must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",
      "'monitoring.prometheus' must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",
    ),
  ],
  exposure: [
    wrong(
      "an exposure by nothing",
      { exposure: { hostname } },
      "'exposure' must have exactly one of 'gateway' and 'ingress'.",
    ),
    wrong(
      "an exposure by two things",
      {
        exposure: {
          hostname,
          gateway: { name: "main" },
          ingress: {},
          from: [{ namespace: "ingress-nginx" }],
        },
      },
      "'exposure' must have exactly one of 'gateway' and 'ingress'.",
    ),
  ],
  exposureFrom: [
    wrong(
      "an Ingress whose controller nobody knows",
      { exposure: { hostname, ingress: {} } },
      "'exposure.from' must be given with 'exposure.ingress': nobody else knows where its controller is, and the NetworkPolicy keeps it away. Name the namespace of the controller.",
    ),
  ],
  exposureWithoutTls: [
    wrong(
      "a certificate that nobody is shown",
      {
        exposure: {
          hostname,
          tls: false,
          ingress: { tlsSecretName: "edge-tls" },
          from: [{ namespace: "ingress-nginx" }],
        },
      },
      "'exposure.ingress.tlsSecretName' (edge-tls) must not be given with 'exposure.tls' false, with which callers use http. Remove one of them.",
    ),
  ],
  hostname: [
    wrong(
      "a host with a port",
      { exposure: { hostname: "agents.example.com:8443", gateway: { name: "main" } } },
      "'exposure.hostname' (agents.example.com:8443) must be a DNS name without scheme and port, such as 'agents.example.com'.",
    ),
    wrong(
      "a URL where a host belongs",
      { exposure: { hostname: "https://agents.example.com", gateway: { name: "main" } } },
      "'exposure.hostname' (https://agents.example.com) must be a DNS name without scheme and port, such as 'agents.example.com'.",
    ),
    wrong(
      "an address where a host belongs",
      { exposure: { hostname: "192.0.2.1", gateway: { name: "main" } } },
      "'exposure.hostname' (192.0.2.1) must be a DNS name without scheme and port, such as 'agents.example.com'.",
    ),
  ],
  metricsOfRuntime: [
    wrong(
      "a place of the metrics, where the runtime has them",
      { monitoring: { port: 9100, path: "/stats" } },
      "'monitoring.port' (9100) must not be given with the runtime mode Embedded, whose runtime serves the metrics on 9464. Remove it.",
      "'monitoring.path' (/stats) must not be given with the runtime mode Embedded, whose runtime serves the metrics on 9464. Remove it.",
    ),
    wrong(
      "a port of the metrics, where the sidecar has them",
      withSidecar({}, { monitoring: { port: 9100 } }),
      "'monitoring.port' (9100) must not be given with the runtime mode Sidecar, whose runtime serves the metrics on 9464. Remove it.",
    ),
  ],
  metricsWithoutPort: [
    wrong(
      "a path of metrics on no port",
      withoutRuntime({ monitoring: { path: "/stats" } }),
      "'monitoring.path' (/stats) must be given with 'monitoring.port'. Give both, or none of them.",
    ),
    wrong(
      "a Prometheus for metrics that are not there",
      withoutRuntime({ monitoring: { prometheus: { namespace: "monitoring" } } }),
      "'monitoring.prometheus' must be given with 'monitoring.port'. Give both, or none of them.",
    ),
  ],
  metricsPortMissing: [
    wrong(
      "a PodMonitor of an image of which nobody knows any metrics",
      withoutRuntime({ monitoring: { kind: "PodMonitor" } }),
      "'monitoring.port' must be given with the runtime mode None and a PodMonitor, which has nothing to look at without it.",
    ),
  ],
  metricsPortOfAgent: [
    wrong(
      "metrics on the default port of the agent",
      withoutRuntime({ monitoring: { port: 8000 } }),
      "'monitoring.port' (8000) must differ from 'port', on which the agent speaks A2A. Use another one.",
    ),
    wrong(
      "metrics on the port of the agent",
      withoutRuntime({ port: 9000, monitoring: { port: 9000 } }),
      "'monitoring.port' (9000) must differ from 'port', on which the agent speaks A2A. Use another one.",
    ),
  ],
  monitoringOfNothing: [
    wrong(
      "what a PodMonitor is told, without one",
      { monitoring: { intervalSeconds: 30, labels: { release: "monitoring" } } },
      "'monitoring.intervalSeconds' (30) must not be given without the monitoring kind PodMonitor, of which it is a part. Give that, or remove this.",
      "'monitoring.labels' must not be given without the monitoring kind PodMonitor, of which it is a part. Give that, or remove this.",
    ),
  ],
  monitoringKind: [
    wrong(
      "a kind of monitoring that there is not",
      { monitoring: { kind: "ServiceMonitor" } },
      "'monitoring.kind' (ServiceMonitor) must be one of None, PodMonitor.",
    ),
  ],
};
