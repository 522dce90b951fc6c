import { checkApis } from "./checks/apis.js";
import { checkCustomMetrics } from "./checks/custom-metrics.js";
import { checkGateway } from "./checks/gateway.js";
import { checkKeda } from "./checks/keda.js";
import { checkKubernetes } from "./checks/kubernetes.js";
import { checkPrometheus } from "./checks/prometheus.js";
import type { ClusterFacts } from "./cluster-facts.js";
import type { Finding, Section } from "./finding.js";
import type { CommandLines } from "./command-lines.js";

type Check = (facts: ClusterFacts, lines: CommandLines) => Finding[];

/** What is looked at, in this order. */
const CHECKS: readonly [title: string, check: Check][] = [
  ["Kubernetes", checkKubernetes],
  ["Custom metrics", checkCustomMetrics],
  ["KEDA", checkKeda],
  ["Other APIs", checkApis],
  ["Prometheus", checkPrometheus],
  ["Gateway API", checkGateway],
];

/** Says what the facts about a cluster mean for a platform, and what to do. */
export function examineCluster(facts: ClusterFacts, lines: CommandLines): Section[] {
  return CHECKS.map(([title, check]) => ({ title, findings: check(facts, lines) }));
}
