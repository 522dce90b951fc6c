import { METRICS, type MetricDefinition } from "@berth/contract";
import { type Finding, ok, problem, skipped, warning } from "../finding.js";
import { PORTS_REMEDY } from "../port-doubt.js";
import type { Survey } from "../survey.js";

/** There only where the number of tasks is limited. */
const OPTIONAL: readonly string[] = [METRICS.taskCapacity.name, METRICS.saturationRatio.name];

/** Is there what scalers, alerts and dashboards read? */
export function checkMetrics(survey: Survey): Finding[] {
  const { metricsAnswer: answer, metricsDoubt, metricsUrl, options } = survey;
  if (metricsDoubt !== undefined) {
    return [skipped(metricsDoubt, PORTS_REMEDY)];
  }
  if (!answer.isAnswer || answer.status !== 200) {
    const what = `There are no metrics at ${metricsUrl}: ${answer.isAnswer ? `status ${answer.status}` : answer.reason}.`;
    return [
      options.metricsUrl === undefined
        ? skipped(`${what} Give their address with --metrics.`)
        : problem(what, "Check the address, and that the pod runs."),
    ];
  }
  const { text } = answer;
  const isThere = ({ name, type }: MetricDefinition): boolean =>
    new RegExp(`^# TYPE ${name} ${type}$`, "m").test(text);
  const definitions: MetricDefinition[] = Object.values(METRICS);
  const missing = definitions.filter(
    (definition) => !OPTIONAL.includes(definition.name) && !isThere(definition),
  );
  const findings =
    missing.length === 0
      ? [ok(`All ${definitions.length} metrics of Berth are there.`)]
      : [
          warning(
            `Metrics are missing: ${missing.map(({ name }) => name).join(", ")}.`,
            "Scalers, alerts and dashboards of Berth read them. An older runtime lacks some: update it.",
          ),
        ];
  if (isThere(METRICS.activeTasks) && readGauge(text, METRICS.taskCapacity.name) === undefined) {
    findings.push(
      skipped(
        `There is no limit to the tasks of a pod (no ${METRICS.taskCapacity.name}): whether it is full cannot be told.`,
        "Set 'maxConcurrentTasks', or A2A_MAX_CONCURRENT_TASKS: what is more waits its turn, and a scaler can follow a2a_saturation_ratio.",
      ),
    );
  }
  const saturation = readGauge(text, METRICS.saturationRatio.name);
  if (saturation !== undefined && saturation >= 1) {
    findings.push(
      warning(
        `The pod is full: active and queued tasks are ${saturation} of its capacity.`,
        "Add replicas, or let an autoscaler follow a2a_saturation_ratio.",
      ),
    );
  }
  return findings;
}

function readGauge(text: string, name: string): number | undefined {
  const value = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}
