import type { ClusterFacts, ObjectSelection, PrometheusObject } from "../cluster-facts.js";
import { type Finding, toFinding } from "../finding.js";

/** The Service that the Prometheus Operator makes for each Prometheus of a namespace. */
const OPERATED_SERVICE = "prometheus-operated";
const OPERATED_PORT = 9090;

/** Which Prometheus an AgentPlatform can use. */
export function checkPrometheus({ kinds, prometheuses }: ClusterFacts): Finding[] {
  if (!kinds.PodMonitor || !kinds.PrometheusRule) {
    return [
      toFinding(
        "note",
        "The Prometheus Operator is not installed.",
        "Have the AgentPlatform install a small Prometheus: give 'prometheus: { install: true }'.",
        "Give the URL of a Prometheus of your own: 'prometheus: { url: \"http://...\" }'.",
      ),
    ];
  }
  if (prometheuses === undefined) {
    return [
      toFinding(
        "skipped",
        "The Prometheus Operator is installed. What it runs cannot be told without the right to list its " +
          "Prometheus objects.",
        "Give 'prometheus: { operator: { url, podMonitorLabels, ruleLabels } }' of one of them.",
      ),
    ];
  }
  return prometheuses.length === 0
    ? [
        toFinding(
          "note",
          "The Prometheus Operator is installed, and runs no Prometheus.",
          "Make a Prometheus object, or give 'prometheus: { install: true }'.",
        ),
      ]
    : prometheuses.flatMap(checkOperated);
}

function checkOperated(prometheus: PrometheusObject): Finding[] {
  const { name, namespace, podMonitors, rules } = prometheus;
  const said = `The Prometheus Operator runs the Prometheus ${namespace}/${name}`;
  const args = toArgsText(prometheus);
  if (podMonitors.labels === undefined) {
    return [
      toFinding(
        "warning",
        `${said}, which takes no PodMonitor: it would not find agents.`,
        `Give it 'podMonitorSelector: {}' to use it.`,
      ),
    ];
  }
  return [
    toFinding(
      "ok",
      `${said}.`,
      `To use it, give ${args} to the AgentPlatform, and 'monitoring: { kind: AgentMonitoringKind.PodMonitor }' ` +
        "to each Agent.",
    ),
    ...checkNamespaces(prometheus, podMonitors, "PodMonitors", "podMonitorNamespaceSelector"),
    ...checkNamespaces(prometheus, rules, "PrometheusRules", "ruleNamespaceSelector"),
  ];
}

function checkNamespaces(
  { name, namespace }: PrometheusObject,
  { ownNamespaceOnly }: ObjectSelection,
  kinds: string,
  property: string,
): Finding[] {
  return ownNamespaceOnly
    ? [
        toFinding(
          "warning",
          `The Prometheus ${namespace}/${name} takes ${kinds} of its own namespace alone.`,
          `Give it '${property}: {}'.`,
        ),
      ]
    : [];
}

function toArgsText({ namespace, podMonitors, routePrefix, rules }: PrometheusObject): string {
  const url = `http://${OPERATED_SERVICE}.${namespace}.svc:${OPERATED_PORT}${routePrefix}`;
  const members = [
    `url: ${JSON.stringify(url)}`,
    ...toLabelsText("podMonitorLabels", podMonitors.labels),
    ...toLabelsText("ruleLabels", rules.labels),
  ];
  return `'prometheus: { operator: { ${members.join(", ")} } }'`;
}

function toLabelsText(name: string, labels: Readonly<Record<string, string>> = {}): string[] {
  const members = Object.entries(labels).map(
    ([key, value]) => `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return members.length === 0 ? [] : [`${name}: { ${members.join(", ")} }`];
}
