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

/** Fewer tasks do not tell what all but one of 100 take. */
const LEAST_TASKS = 100;

/** How long the tasks took that ended. */
interface EndedTasks {
  count: number;
  /** What all but one of 100 took at most. */
  mostSeconds: number;
}

/** Is the pod given the time that its drain and its tasks take? */
export function checkDrain({ metricsAnswer: answer, options }: Survey): Finding[] {
  const { graceSeconds } = options;
  const isThere = answer.isAnswer && answer.status === 200;
  const ended = isThere ? readEndedTasks(answer.text) : undefined;
  const unknown = isThere
    ? "No task has ended yet: how long they take is not known."
    : "How long tasks take is told by the metrics. Give their address with --metrics.";
  return [
    ...(graceSeconds === undefined ? [] : [checkGrace(graceSeconds)]),
    ended === undefined ? skipped(unknown) : checkTasks(ended, graceSeconds),
  ];
}

/** Has the grace period room for the tasks that there are? */
function checkTasks({ count, mostSeconds }: EndedTasks, given: number | undefined): Finding {
  const graceSeconds = given ?? toDrainSchedule().terminationGracePeriodSeconds;
  const taskSeconds = toTaskSeconds(graceSeconds);
  const grace = `the grace period of the pod (${graceSeconds} s${given === undefined ? ", unless --grace-seconds says otherwise" : ""})`;
  const sample = `Of ${count === 1 ? "1 task" : `${count} tasks`} that ended,`;
  const isFew = count < LEAST_TASKS;
  const few = `Fewer than ${LEAST_TASKS} are too few to tell of 99 in 100.`;
  if (mostSeconds <= taskSeconds) {
    return isFew
      ? skipped(
          `${sample} none took more than ${mostSeconds} s, and ${grace} has room for ${taskSeconds} s. ${few}`,
        )
      : ok(
          `${sample} 99 of 100 took at most ${mostSeconds} s: ${grace} has room for ${taskSeconds} s.`,
        );
  }
  const needed = Number.isFinite(mostSeconds)
    ? `Set 'drain.maxTaskSeconds' to ${mostSeconds}: the grace period becomes ${toDrainSchedule({ maxTaskSeconds: Math.max(1, Math.ceil(mostSeconds)) }).terminationGracePeriodSeconds} s.`
    : "Set 'drain.maxTaskSeconds' to what your longest tasks take, or make them shorter.";
  const rest = `${grace} has no room for more: each rollout loses such tasks.`;
  return isFew
    ? warning(`${sample} some took more than ${taskSeconds} s, and ${rest} ${few}`, needed)
    : problem(`${sample} one of 100 took more than ${taskSeconds} s, and ${rest}`, needed);
}

/** What a grace period leaves to tasks. */
function toTaskSeconds(graceSeconds: number): number {
  return Math.max(0, graceSeconds - DEFAULT_ACCEPT_WINDOW_SECONDS - DEFAULT_MARGIN_SECONDS);
}

/** Does the drain end before SIGKILL comes, by what is so unless it is set otherwise? */
function checkGrace(graceSeconds: number): Finding {
  const taskSeconds = toTaskSeconds(graceSeconds);
  if (taskSeconds >= DEFAULT_MAX_TASK_SECONDS) {
    return ok(
      `The grace period of the pod (${graceSeconds} s) has room for ${taskSeconds} s: a drain waits for ${DEFAULT_MAX_TASK_SECONDS} s by default.`,
    );
  }
  const lower = taskSeconds > 0 ? `, or ${ENVIRONMENT.maxTaskSeconds} to ${taskSeconds}` : "";
  return warning(
    `The grace period of the pod (${graceSeconds} s) has room for ${taskSeconds} s, and a drain waits for ${DEFAULT_MAX_TASK_SECONDS} s by default: SIGKILL comes before its end.`,
    `Set the grace period to ${toDrainSchedule().terminationGracePeriodSeconds} s${lower}. 'drain.maxTaskSeconds' sets both.`,
  );
}

/** Undefined when no task has ended. */
function readEndedTasks(text: string): EndedTasks | undefined {
  const counts = new Map<number, number>();
  for (const [, labels = "", count] of text.matchAll(BUCKET)) {
    const bound = Number(/le="([^"]*)"/.exec(labels)?.[1]?.replace("+Inf", "Infinity"));
    counts.set(bound, (counts.get(bound) ?? 0) + Number(count));
  }
  const bounds = [...counts].sort(([a], [b]) => a - b);
  const count = bounds.at(-1)?.[1] ?? 0;
  const most = bounds.find(([, upTo]) => upTo >= count * QUANTILE);
  return most === undefined || count === 0 ? undefined : { count, mostSeconds: most[0] };
}
