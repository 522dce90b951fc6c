/** The share of its pods by which a Deployment grows while it rolls. */
export const MAX_SURGE_PERCENT = 25;

/** A rollout has the most steps with so many pods, of which each step makes one. */
export const MAX_ROLLOUT_STEPS = 100 / MAX_SURGE_PERCENT;

/** In which Kubernetes tells that a time is over, and the program hears of it. */
const TIMEOUT_MARGIN_SECONDS = 30;

/** What decides how long a Deployment takes. */
export interface DeploymentTimes {
  replicas: number;
  progressDeadlineSeconds: number;
  terminationGracePeriodSeconds: number;
}

/**
 * How long to wait for a Deployment, so that nobody gives up before Kubernetes does: a progress
 * deadline and a margin for each step of a rollout, of which there are four at most, since each
 * makes a quarter of the pods. The end of its pods is waited for as long, so their grace period and
 * a margin must fit too.
 */
export function toDeploymentTimeoutSeconds({
  replicas,
  progressDeadlineSeconds,
  terminationGracePeriodSeconds,
}: DeploymentTimes): number {
  const podsAtOnce = Math.ceil((replicas * MAX_SURGE_PERCENT) / 100);
  const steps = replicas > 0 ? Math.ceil(replicas / podsAtOnce) : 1;
  return Math.max(
    steps * (progressDeadlineSeconds + TIMEOUT_MARGIN_SECONDS),
    terminationGracePeriodSeconds + TIMEOUT_MARGIN_SECONDS,
  );
}

/**
 * How often a starting container may fail its probe, which comes once in a period: until the progress deadline has passed, so that
 * none is killed before its rollout fails. The first probe comes at once, hence one more.
 */
export function toStartupFailureThreshold(
  progressDeadlineSeconds: number,
  periodSeconds: number,
): number {
  return Math.ceil(progressDeadlineSeconds / periodSeconds) + 1;
}
