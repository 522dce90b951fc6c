import type { MetricDefinition } from "@berth/contract";

/** Samples of agents have this label of theirs; a pod that is looked at by others too counts once. */
const OF_AGENTS = 'agent!=""';

/** Longer than most times for which a Prometheus is not there. */
const KNOWN_BEFORE_SECONDS = 3600;

/** Selects the samples of a metric that are those of agents. */
export function ofAgents({ name }: Pick<MetricDefinition, "name">, matcher?: string): string {
  return `${name}{${[OF_AGENTS, matcher].filter((part) => part !== undefined).join(",")}}`;
}

/**
 * One sample for each pod, also of one that two jobs look at, or whose samples have more labels. More
 * labels are kept where they are named.
 */
export function byPod(vector: string, ...labels: readonly string[]): string {
  const pod = ["namespace", "agent", "pod", ...labels].join(", ");
  return `max by (${pod}) (sum by (${pod}, job, instance) (${vector}))`;
}

/** Drops what is no number of tasks: NaN, negative and infinite samples. */
export function onlyValid(selector: string): string {
  return `${selector} >= 0 < Inf`;
}

/**
 * How much a counter has grown.
 *
 * `increase` alone does not see what a counter begins with, and one that counts what hardly ever happens
 * may begin with 1. One that has come up lately has grown by all that it has.
 */
export function toGrowth(selector: string, windowSeconds: number): string {
  const window = `${windowSeconds}s`;
  return [
    `(last_over_time(${selector}[${window}])`,
    `unless max_over_time(${selector}[${KNOWN_BEFORE_SECONDS}s] offset ${window})`,
    `or increase(${selector}[${window}]))`,
  ].join(" ");
}

/** Gives samples the label `agent`, which those of agents have, out of another label of theirs. */
export function asAgent(vector: string, label: string, pattern = "(.+)"): string {
  return `label_replace(${vector}, "agent", "$1", "${label}", "${pattern}")`;
}
