import { METRICS } from "@berth/contract";

/** What the query of an agent is made of. */
export interface KedaQueryFacts {
  /** The metric that says how much a pod has to do. */
  metricName: string;
  namespace: string;
  /** The name of the Deployment. */
  deploymentName: string;
}

/** A pod has a sample in it though a look at it fails, and what it was is not long ago. */
const SAMPLE_WINDOW = "1m";

/** As long as a pod that tells nothing counts as what it told last. */
const MEMORY_WINDOW = "15m";

/** Kubernetes shortens what the name of a pod begins with, before its random letters. */
const MAX_POD_PREFIX_LENGTH = 58;
const MAX_TEMPLATE_HASH_LENGTH = 10;

/**
 * The query by which KEDA learns what the pods of an agent have to do together. A HorizontalPodAutoscaler
 * on a metric of pods knows which pods there are; this one has to find out:
 *
 * - a pod that tells nothing, or no number, counts as the most that it told of late: to count as nothing
 *   would take away pods that work
 * - a pod that is gone has no `up` any more, and one that goes away is `draining`: what it still works on
 *   needs no new pod
 * - one pod that two jobs look at counts once
 * - no result at all, and not 0, where there is no pod. KEDA changes nothing then, nor on one that is not
 *   finite
 */
export function buildKedaQuery({ metricName, namespace, deploymentName }: KedaQueryFacts): string {
  const pods = `{namespace="${namespace}",pod=~"${toPodPattern(deploymentName)}"}`;
  const most = (metric: string, window: string): string =>
    `max by (pod) (max_over_time(${metric}${pods}[${window}]) >= 0)`;
  const told = `${most(metricName, SAMPLE_WINDOW)} or ${most(metricName, MEMORY_WINDOW)}`;
  const leaving = `${most(METRICS.draining.name, SAMPLE_WINDOW)} == 1`;
  return `sum((${told}) and on (pod) up${pods} unless on (pod) (${leaving}))`;
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
