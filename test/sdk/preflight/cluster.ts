import type {
  ClusterFacts,
  PrometheusObject,
  ServedApi,
} from "../../../sdk/src/preflight/cluster-facts.ts";
import type { CommandLines } from "../../../sdk/src/preflight/command-lines.ts";
import { examineCluster } from "../../../sdk/src/preflight/examine-cluster.ts";
import type { Finding } from "../../../sdk/src/preflight/finding.ts";

/** A cluster on which nothing is installed. */
export const bare: ClusterFacts = {
  kubernetes: { version: "v1.33.2", minor: 33 },
  apiServices: [],
  customMetrics: undefined,
  kinds: { HTTPRoute: false, PodMonitor: false, PrometheusRule: false, ScaledObject: false },
  prometheuses: undefined,
};

/** Commands as they are without flags. */
export const lines: CommandLines = {
  kubectl: (command) => `kubectl ${command}`,
  helm: (command) => `helm ${command}`,
};

/** An API that a Service serves, and answers. */
export function toApi(name: string, changes: Partial<ServedApi> = {}): ServedApi {
  return {
    name,
    group: name.split(".").slice(1).join("."),
    service: { namespace: "monitoring", name: "adapter" },
    isAvailable: true,
    message: undefined,
    managedBy: undefined,
    fieldManager: undefined,
    release: undefined,
    ...changes,
  };
}

/** What an API has that does not answer. */
export const down: Partial<ServedApi> = { isAvailable: false, message: "no endpoints" };

/** A Prometheus that takes everything. */
export function toPrometheus(changes: Partial<PrometheusObject> = {}): PrometheusObject {
  const everything = { requirements: [], ownNamespaceOnly: false };
  return {
    namespace: "monitoring",
    name: "k8s",
    routePrefix: "",
    podMonitors: everything,
    rules: everything,
    ...changes,
  };
}

/** What is found about one matter. */
export function findIn(title: string, changes: Partial<ClusterFacts>): readonly Finding[] {
  const section = examineCluster({ ...bare, ...changes }, lines).find((one) => one.title === title);
  return section?.findings ?? [];
}

/** The same, in few words: the levels and what is there. */
export function tell(title: string, changes: Partial<ClusterFacts>): [string, string][] {
  return findIn(title, changes).map(({ level, what }) => [level, what]);
}

/** The commands that are given to copy. */
export function toCommands(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ remedies }) => remedies.flatMap(({ commands = [] }) => commands));
}

/** What is said to do. */
export function toTexts(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ remedies }) => remedies.map(({ text }) => text));
}
