import { METRICS_PORT } from "@berth/contract";
import { AgentMonitoringKind } from "../monitoring-args.js";
import { AgentCallers, AgentTrafficDistribution } from "../network-args.js";

/** What holds of who reaches the pods, and of whom they reach. */
export const NETWORK_RULES = {
  appProtocol: "must be the name of a protocol, such as 'http' or 'kgateway.dev/a2a'.",
  allNamespaces: "must not be true with 'discovery.namespaces'. Give one of them.",
  callers: `must be one of ${Object.values(AgentCallers).join(", ")}.`,
  destinationPort: "must be a whole number from 1 to 65535.",
  noDestinationPorts: "must have at least one entry. Leave it out to open all ports.",
  noDiscoveryNamespaces:
    "must have at least one entry. Leave it out for the namespace of the agent.",
  networkPeer: "must have either 'cidr', or at least one of 'namespace' and 'podLabels'.",
  trafficDistribution: `must be one of ${Object.values(AgentTrafficDistribution).join(", ")}.`,
  sameNamespace: (first: string) => `must differ from '${first}'. Remove one of them.`,
  withoutPolicy:
    "must not be given without a NetworkPolicy, of which it is a part. Remove it, or " +
    "'network.policy'.",

  exposure: "must have exactly one of 'gateway' and 'ingress'.",
  exposureFrom:
    "must be given with 'exposure.ingress': nobody else knows where its controller is, and the " +
    "NetworkPolicy keeps it away. Name the namespace of the controller.",
  exposureWithoutTls:
    "must not be given with 'exposure.tls' false, with which callers use http. Remove one of them.",
  hostname: "must be a DNS name without scheme and port, such as 'agents.example.com'.",

  metricsOfRuntime: (mode: string) =>
    `must not be given with the runtime mode ${mode}, whose runtime serves the metrics on ` +
    `${METRICS_PORT}. Remove it.`,
  metricsWithoutPort: "must be given with 'monitoring.port'. Give both, or none of them.",
  metricsPortMissing:
    "must be given with the runtime mode None and a PodMonitor, which has nothing to look at " +
    "without it.",
  metricsPortOfAgent: "must differ from 'port', on which the agent speaks A2A. Use another one.",
  monitoringOfNothing:
    "must not be given without the monitoring kind PodMonitor, of which it is a part. Give that, or " +
    "remove this.",
  monitoringKind: `must be one of ${Object.values(AgentMonitoringKind).join(", ")}.`,
} as const;
