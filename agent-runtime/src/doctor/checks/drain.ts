import {
  DEFAULT_ACCEPT_WINDOW_SECONDS,
  DEFAULT_MARGIN_SECONDS,
  DEFAULT_MAX_TASK_SECONDS,
  ENVIRONMENT,
  METRICS,
  toDrainSchedule,
} from "@berth/contract";
import { type Finding, ok, problem, skipped, warning } from "../finding.js";
import type { Survey } from "../survey.js";

/** The part of the tasks that a drain is to see through. */
const QUANTILE = 0.99;

const { name: HISTOGRAM } = METRICS.taskDuration;

/** A sample of a bucket: how many tasks took at most so long. */
const BUCKET = new RegExp(`^${HISTOGRAM}_bucket\\{([^}]*)\\} (\\S+)$`, "gm");

/** Is the pod given the time that its tasks take? */
export function checkDrain({ metricsAnswer: answer, options }: Survey): Finding[] {
  const isThere = answer.isAnswer && answer.status === 200;
  const longest = isThere ? readQuantile(answer.text) : undefined;
  if (longest === undefined) {
    return [
      ...(options.graceSeconds === undefined ? [] : [checkGrace(options.graceSeconds)]),
      skipped(
        isThere
          ? "No task has ended yet: how long they take is not known."
          : "How long tasks take is told by the metrics. Give their address with --metrics.",
      ),
    ];
  }
  const assumed = toDrainSchedule().terminationGracePeriodSeconds;
  const { graceSeconds = assumed } = options;
  const taskSeconds = toTaskSeconds(graceSeconds);
  const grace = `the grace period of the pod (${graceSeconds} s${options.graceSeconds === undefined ? ", unless --grace-seconds says otherwise" : ""})`;
  if (longest <= taskSeconds) {
    return [
      ok(`99 of 100 tasks take at most ${longest} s: ${grace} has room for ${taskSeconds} s.`),
    ];
  }
  const needed = Number.isFinite(longest)
    ? `Set 'drain.maxTaskSeconds' to ${longest}: the grace period becomes ${toDrainSchedule({ maxTaskSeconds: Math.max(1, Math.ceil(longest)) }).terminationGracePeriodSeconds} s.`
    : "Set 'drain.maxTaskSeconds' to what your longest tasks take, or make them shorter.";
  return [
    problem(
      `One of 100 tasks takes more than ${taskSeconds} s, and ${grace} has no room for more: each rollout loses such tasks.`,
      needed,
    ),
  ];
}

/** What a grace period leaves to tasks. */
function toTaskSeconds(graceSeconds: number): number {
  return graceSeconds - DEFAULT_ACCEPT_WINDOW_SECONDS - DEFAULT_MARGIN_SECONDS;
}

/** Does the drain end before SIGKILL comes, where nothing is known but the grace period? */
function checkGrace(graceSeconds: number): Finding {
  const taskSeconds = toTaskSeconds(graceSeconds);
  if (taskSeconds >= DEFAULT_MAX_TASK_SECONDS) {
    return ok(
      `The grace period of the pod (${graceSeconds} s) has room for ${taskSeconds} s: a drain waits for ${DEFAULT_MAX_TASK_SECONDS} s by default.`,
    );
  }
  const lower = taskSeconds > 0 ? `, or ${ENVIRONMENT.maxTaskSeconds} to ${taskSeconds}` : "";
  return warning(
    `The grace period of the pod (${graceSeconds} s) has room for ${Math.max(0, taskSeconds)} s, and a drain waits for ${DEFAULT_MAX_TASK_SECONDS} s by default: SIGKILL comes before its end.`,
    `Set the grace period to ${toDrainSchedule().terminationGracePeriodSeconds} s${lower}. 'drain.maxTaskSeconds' sets both.`,
  );
}

/** The upper bound, in seconds, of what all but one of 100 tasks took; undefined without tasks. */
function readQuantile(text: string): number | undefined {
  const counts = new Map<number, number>();
  for (const [, labels = "", count] of text.matchAll(BUCKET)) {
    const bound = Number(/le="([^"]*)"/.exec(labels)?.[1]?.replace("+Inf", "Infinity"));
    counts.set(bound, (counts.get(bound) ?? 0) + Number(count));
  }
  const bounds = [...counts].sort(([a], [b]) => a - b);
  const total = bounds.at(-1)?.[1] ?? 0;
  return total === 0 ? undefined : bounds.find(([, count]) => count >= total * QUANTILE)?.[0];
}
