import {
  CUSTOM_METRICS_GROUP,
  EXTERNAL_METRICS_GROUP,
} from "../../prometheus-adapter/metrics-groups.js";
import type { ClusterFacts, ServedApi } from "../cluster-facts.js";
import { type CommandLines, toRemoval } from "../command-lines.js";
import { type Finding, toFinding } from "../finding.js";
import { groupByService, toFailure, toNames, toOwner } from "../served-apis.js";

const RESOURCE_METRICS_GROUP = "metrics.k8s.io";

/** Whether another API that others serve keeps namespaces from being deleted. */
export function checkApis({ apiServices }: ClusterFacts, lines: CommandLines): Finding[] {
  if (apiServices === undefined) {
    return [
      toFinding("skipped", "Other APIs cannot be told without the right to list APIServices."),
    ];
  }
  const others = apiServices.filter(
    ({ group }) => ![CUSTOM_METRICS_GROUP, EXTERNAL_METRICS_GROUP].includes(group),
  );
  const broken = groupByService(others.filter(({ isAvailable }) => !isAvailable));
  return [
    ...checkResourceMetrics(others.filter(({ group }) => group === RESOURCE_METRICS_GROUP)),
    ...broken.map((apis) => checkBroken(apis, lines)),
  ];
}

function checkResourceMetrics(apis: readonly ServedApi[]): Finding[] {
  return [
    apis.length === 0
      ? toFinding(
          "note",
          `Nobody serves ${RESOURCE_METRICS_GROUP}. Scaling on tasks does without it, and 'kubectl top' does not.`,
        )
      : toFinding("ok", `${toOwner(apis)} serves ${toNames(apis)}. Berth leaves that alone.`),
  ];
}

function checkBroken(apis: readonly ServedApi[], lines: CommandLines): Finding {
  return toFinding(
    "problem",
    `${toOwner(apis)} serves ${toNames(apis)}, and does not answer: ${toFailure(apis)}. Meanwhile no namespace can be ` +
      "deleted, so a 'pulumi destroy' does not end.",
    {
      text: "Put what serves it right:",
      commands: [lines.kubectl(`describe apiservice ${apis.map(({ name }) => name).join(" ")}`)],
    },
    { text: "Where it is not needed any more, take it out:", commands: toRemoval(apis, lines) },
  );
}
