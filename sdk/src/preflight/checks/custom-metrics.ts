import { METRICS } from "@berth/contract";
import { CUSTOM_METRICS_GROUP } from "../../prometheus-adapter/metrics-groups.js";
import { ScalingBackend } from "../../scaling-backend.js";
import type { ClusterFacts, ServedApi } from "../cluster-facts.js";
import { type CommandLines, toRemoval } from "../command-lines.js";
import { type Finding, type Remedy, toFinding } from "../finding.js";
import { groupByService, isOurs, toFailure, toNames, toOwner } from "../served-apis.js";

/** What the API calls the load of pods. */
const LOAD_RESOURCE = `pods/${METRICS.activeTasks.name}`;

/** Whether the backend PrometheusAdapter can have the API that a cluster has once. */
export function checkCustomMetrics(facts: ClusterFacts, lines: CommandLines): Finding[] {
  const { apiServices } = facts;
  if (apiServices === undefined) {
    return [
      toFinding(
        "skipped",
        "Who serves the custom metrics API cannot be told without the right to list APIServices.",
        {
          text: "Ask somebody who has that right:",
          commands: [lines.kubectl("get apiservices")],
        },
      ),
    ];
  }
  const owners = groupByService(apiServices.filter(({ group }) => group === CUSTOM_METRICS_GROUP));
  return owners.length === 0
    ? [
        toFinding(
          "ok",
          `Nobody serves ${CUSTOM_METRICS_GROUP}: an AgentPlatform has its PrometheusAdapter serve it.`,
        ),
      ]
    : owners.map((apis) =>
        apis.every(isOurs) ? checkOurs(apis, lines) : checkTheirs(apis, facts, lines),
      );
}

function checkOurs(apis: readonly ServedApi[], lines: CommandLines): Finding {
  const served = `${toOwner(apis)} is Berth's PrometheusAdapter and serves ${toNames(apis)}`;
  const [{ service } = { service: { namespace: "", name: "" } }] = apis;
  return apis.every(({ isAvailable }) => isAvailable)
    ? toFinding(
        "ok",
        `${served}.`,
        "It is for all agents of the cluster: give them the 'binding' of its AgentPlatform as 'platform', " +
          "and make no second one.",
      )
    : toFinding("problem", `${served}. It does not answer: ${toFailure(apis)}.`, {
        text: "No agent is scaled until it does. Look at its pods:",
        commands: [
          lines.kubectl(`describe apiservice ${apis.map(({ name }) => name).join(" ")}`),
          lines.kubectl(`get pods --namespace ${service.namespace}`),
        ],
      });
}

function checkTheirs(
  apis: readonly ServedApi[],
  { customMetrics }: ClusterFacts,
  lines: CommandLines,
): Finding {
  const served = `${toOwner(apis)} serves ${toNames(apis)}`;
  const existing = `'scaling: { backend: ScalingBackend.${ScalingBackend.ExistingApi} }'`;
  const others: Remedy[] = [
    {
      text:
        `Scale by KEDA, which does without this API: give 'scaling.backend' ${ScalingBackend.Keda} to the ` +
        "AgentPlatform and to each Agent with 'scaling'.",
    },
    {
      text:
        "Take it out, with what scales on its metrics: see for which HorizontalPodAutoscalers that is. " +
        "Where a program makes it, take it out there.",
      commands: [
        lines.kubectl("get horizontalpodautoscalers --all-namespaces"),
        ...toRemoval(apis, lines),
      ],
    },
  ];
  if (!apis.every(({ isAvailable }) => isAvailable)) {
    return toFinding(
      "problem",
      `${served}, and does not answer: ${toFailure(apis)}. Berth cannot serve that as well, and meanwhile no ` +
        "namespace can be deleted.",
      {
        text: "Put what serves it right:",
        commands: [lines.kubectl(`describe apiservice ${apis.map(({ name }) => name).join(" ")}`)],
      },
      ...others,
    );
  }
  if (customMetrics?.includes(LOAD_RESOURCE) === true) {
    return toFinding(
      "ok",
      `${served} with '${LOAD_RESOURCE}'.`,
      `Give ${existing} to the AgentPlatform and to each Agent with 'scaling'.`,
    );
  }
  return toFinding(
    "problem",
    `${served} without '${LOAD_RESOURCE}'. Berth cannot serve that as well.`,
    {
      text:
        `Have it serve '${LOAD_RESOURCE}', and give ${existing} to the AgentPlatform and to each Agent with ` +
        "'scaling'. An adapter tells of metrics that have samples alone: it may know this one as soon as an " +
        "agent runs. Ask it then:",
      commands: [
        lines.kubectl(
          `get --raw /apis/${CUSTOM_METRICS_GROUP}/${toVersion(apis)} | grep -o ${LOAD_RESOURCE}`,
        ),
      ],
    },
    ...others,
  );
}

function toVersion(apis: readonly ServedApi[]): string {
  return apis[0]?.name.split(".")[0] ?? "";
}
