import { EXTERNAL_METRICS_GROUP } from "../../prometheus-adapter/metrics-groups.js";
import { ScalingBackend } from "../../scaling-backend.js";
import type { ClusterFacts, ServedApi } from "../cluster-facts.js";
import { type CommandLines, toRemoval } from "../command-lines.js";
import { type Finding, toFinding } from "../finding.js";
import { groupByService, toFailure, toNames, toOwner } from "../served-apis.js";

const INSTALL = "https://keda.sh/docs/2.20/deploy/";

/** Whether the backend Keda can be chosen. */
export function checkKeda({ apiServices, kinds }: ClusterFacts, lines: CommandLines): Finding[] {
  const external = apiServices?.filter(({ group }) => group === EXTERNAL_METRICS_GROUP) ?? [];
  const theirs = external.filter((api) => !isKeda(api));
  if (theirs.length > 0) {
    return groupByService(theirs).map((apis) => checkTheirs(apis, kinds.ScaledObject, lines));
  }
  if (!kinds.ScaledObject) {
    return [
      toFinding(
        "note",
        `KEDA is not installed, which only the backend ${ScalingBackend.Keda} needs.`,
        `To scale by KEDA, install it: ${INSTALL}`,
      ),
    ];
  }
  if (apiServices !== undefined && external.length === 0) {
    return [
      toFinding(
        "warning",
        `KEDA is installed, and its metrics server is not: nobody serves ${EXTERNAL_METRICS_GROUP}.`,
        `Before the backend ${ScalingBackend.Keda} is chosen, install KEDA as a whole: ${INSTALL}`,
      ),
    ];
  }
  if (!external.every(({ isAvailable }) => isAvailable)) {
    return [
      toFinding("problem", `KEDA's metrics server does not answer: ${toFailure(external)}.`, {
        text: "While it does not, KEDA scales nothing and no namespace can be deleted. Look at its pods:",
        commands: [
          lines.kubectl(`get pods --namespace ${external[0]?.service.namespace ?? "keda"}`),
        ],
      }),
    ];
  }
  return [
    toFinding(
      "ok",
      "KEDA is installed.",
      `To scale by it, give 'scaling: { backend: ScalingBackend.${ScalingBackend.Keda} }' to the AgentPlatform ` +
        "and to each Agent with 'scaling'.",
    ),
  ];
}

function checkTheirs(apis: readonly ServedApi[], hasKeda: boolean, lines: CommandLines): Finding {
  const served = `${toOwner(apis)} serves ${toNames(apis)}`;
  const removal = {
    text: `To scale by KEDA all the same, take it out, with what scales on its metrics:`,
    commands: toRemoval(apis, lines),
  };
  return hasKeda
    ? toFinding(
        "warning",
        `${served}, which is not KEDA: the backend ${ScalingBackend.Keda} would scale nothing.`,
        `Choose another 'scaling.backend'.`,
        removal,
      )
    : toFinding(
        "note",
        `${served}, so KEDA cannot: the backend ${ScalingBackend.Keda} cannot be chosen.`,
        removal,
      );
}

/** However KEDA is installed, its Service has its name. */
function isKeda({ service }: ServedApi): boolean {
  return service.name.includes("keda");
}
