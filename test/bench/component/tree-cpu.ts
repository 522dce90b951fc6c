import { readFileSync } from "node:fs";

/** What `/proc/PID/stat` counts in: USER_HZ is 100 wherever Linux runs Node. */
const MS_PER_TICK = 10;

/** Where `cutime` and `cstime` stand behind the name of the command, which may have spaces. */
const CHILDREN_TIMES = { user: 13, system: 14 };

/**
 * What all processes that ended below this one took of the processor so far, in milliseconds.
 *
 * A process counts when its parent has waited for it. The engine waits for its language hosts and
 * providers, and a host for the program: the sum is that of a control group around the command.
 */
export function readTreeCpuMs(): number {
  const fields = (readFileSync("/proc/self/stat", "utf8").split(") ").at(-1) ?? "").split(" ");
  const ticks = Number(fields[CHILDREN_TIMES.user]) + Number(fields[CHILDREN_TIMES.system]);
  return ticks * MS_PER_TICK;
}
