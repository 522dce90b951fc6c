import { LABELS } from "@berth/contract";
import { toPlatformLabels } from "../../agent-platform/platform-labels.js";
import { INSTANCE_LABEL, toObjectLabels } from "../../labels.js";
import type { ClusterFacts, ObjectSelection, PrometheusObject } from "../cluster-facts.js";
import { type Finding, toFinding } from "../finding.js";
import { chooseLabels, type LabelChoice, type OwnLabels } from "../label-choice.js";

/** The Service that the Prometheus Operator makes for each Prometheus of a namespace. */
const OPERATED_SERVICE = "prometheus-operated";
const OPERATED_PORT = 9090;

/** The labels of the PodMonitor of any agent. */
const POD_MONITOR_LABELS: OwnLabels = {
  ...toObjectLabels({ name: "", version: "" }),
  [LABELS.name]: undefined,
  [LABELS.version]: undefined,
};

/** The labels of the PrometheusRule of any platform. */
const RULE_LABELS: OwnLabels = { ...toPlatformLabels(""), [INSTANCE_LABEL]: undefined };

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
  if (podMonitors.requirements === undefined) {
    return [
      toFinding(
        "warning",
        `${said}, which takes no PodMonitor: it would not find agents.`,
        `Give it 'podMonitorSelector: {}' to use it.`,
      ),
    ];
  }
  const podMonitorChoice = chooseLabels(podMonitors.requirements, POD_MONITOR_LABELS);
  const ruleChoice = chooseLabels(rules.requirements ?? [], RULE_LABELS);
  const unmet = toUnmet(prometheus, "PodMonitor", "podMonitorSelector", podMonitorChoice);
  if (unmet.length > 0) {
    return unmet;
  }
  const args = toArgsText(prometheus, podMonitorChoice, ruleChoice);
  return [
    toFinding(
      "ok",
      `${said}.`,
      `To use it, give ${args} to the AgentPlatform, and 'monitoring: { kind: AgentMonitoringKind.PodMonitor }' ` +
        "to each Agent.",
    ),
    ...checkNamespaces(prometheus, podMonitors, "PodMonitors", "podMonitorNamespaceSelector"),
    ...(rules.requirements === undefined
      ? [toWithoutRules(prometheus)]
      : [
          ...toUnmet(prometheus, "PrometheusRule", "ruleSelector", ruleChoice),
          ...checkNamespaces(prometheus, rules, "PrometheusRules", "ruleNamespaceSelector"),
        ]),
  ];
}

function toWithoutRules({ name, namespace }: PrometheusObject): Finding {
  return toFinding(
    "warning",
    `The Prometheus ${namespace}/${name} takes no PrometheusRule: it would tell nobody of alerts.`,
    "Give it 'ruleSelector: {}'.",
    "Do without alerts: give 'alerts: { enabled: false }' to the AgentPlatform.",
  );
}

function toUnmet(
  { name, namespace }: PrometheusObject,
  kind: string,
  property: string,
  { unmet }: LabelChoice,
): Finding[] {
  const reasons = unmet.map(({ key, operator, values }) => {
    const list = values.length === 0 ? "" : ` (${values.join(", ")})`;
    return `'${key} ${operator}${list}'`;
  });
  return reasons.length === 0
    ? []
    : [
        toFinding(
          "warning",
          `The Prometheus ${namespace}/${name} takes no ${kind} of Berth's: ${reasons.join(" and ")} cannot be met.`,
          `Change its '${property}'.`,
        ),
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

function toArgsText(
  { namespace, routePrefix }: PrometheusObject,
  podMonitors: LabelChoice,
  rules: LabelChoice,
): string {
  const url = `http://${OPERATED_SERVICE}.${namespace}.svc:${OPERATED_PORT}${routePrefix}`;
  const members = [
    `url: ${JSON.stringify(url)}`,
    ...toLabelsText("podMonitorLabels", podMonitors.labels),
    ...toLabelsText("ruleLabels", rules.labels),
  ];
  return `'prometheus: { operator: { ${members.join(", ")} } }'`;
}

function toLabelsText(name: string, labels: Readonly<Record<string, string>>): string[] {
  const members = Object.entries(labels).map(
    ([key, value]) => `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return members.length === 0 ? [] : [`${name}: { ${members.join(", ")} }`];
}
