import { METRICS } from "@berth/contract";

/** What the query of an agent is made of. */
export interface KedaQueryFacts {
  /** The metric that says how much a pod has to do. */
  metricName: string;
  namespace: string;
  /** The name of the Deployment. */
  deploymentName: string;
  /** What a pod is to have to do on average. */
  target: number;
}

/** A pod has a sample in it though a look at it fails, and what it was is not long ago. */
const SAMPLE_WINDOW = "1m";

/** As long as a pod that tells nothing counts as what it told last. */
const MEMORY_WINDOW = "15m";

/** In which a Prometheus that has just started looks at every pod once. */
const FIRST_LOOKS = "30s";

/** Kubernetes shortens what the name of a pod begins with, before its random letters. */
const MAX_POD_PREFIX_LENGTH = 58;
const MAX_TEMPLATE_HASH_LENGTH = 10;

/**
 * The query by which KEDA learns what the pods of an agent have to do together. A HorizontalPodAutoscaler
 * on a metric of pods knows which pods there are; this one has to find out:
 *
 * - a pod that tells nothing, or no number, counts as the most that it told of late, and then as exactly on
 *   target, as it would for a HorizontalPodAutoscaler: to count as nothing would take away pods that work.
 *   One that has never told anything is starting, and counts as nothing at first
 * - a pod that is gone has no `up` any more, and one that goes away is `draining`: what it still works on
 *   needs no new pod
 * - one pod that two jobs look at counts once, and what it tells in parts adds up
 * - no result at all, and not 0, where there is no pod, or where Prometheus has only begun to look at
 *   them. KEDA changes nothing then, nor on one that is not finite
 */
export function buildKedaQuery(facts: KedaQueryFacts): string {
  const { deploymentName, metricName, namespace, target } = facts;
  const pods = `{namespace="${namespace}",pod=~"${toPodPattern(deploymentName)}"}`;
  const most = (metric: string, window: string): string =>
    `max by (pod) (sum by (pod, job, instance) (max_over_time(${metric}${pods}[${window}])) >= 0)`;
  const loads = [
    most(metricName, SAMPLE_WINDOW),
    most(metricName, MEMORY_WINDOW),
    `0 * max by (pod) (up${pods} offset ${MEMORY_WINDOW}) + ${target}`,
  ];
  const leaving = `${most(METRICS.draining.name, SAMPLE_WINDOW)} == 1`;
  const load = `sum((${loads.join(" or ")}) and on (pod) up${pods} unless on (pod) (${leaving}))`;
  return `${load} and on () group(up${pods} offset ${FIRST_LOOKS})`;
}

/**
 * The pods of a Deployment by their names, which no labels of samples are needed for. Those of another
 * Deployment, whose name begins with that of this one, have more hyphens in theirs.
 */
function toPodPattern(deploymentName: string): string {
  const longest = `${deploymentName}-`.length + MAX_TEMPLATE_HASH_LENGTH + 1;
  // What is shortened has lost the hyphen before the random letters.
  const hyphen = longest > MAX_POD_PREFIX_LENGTH ? "-?" : "-";
  return `${deploymentName}-[a-z0-9]+${hyphen}[a-z0-9]{5}`;
}
