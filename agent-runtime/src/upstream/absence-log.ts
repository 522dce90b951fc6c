import { ENVIRONMENT } from "@berth/contract";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";

/** A sidecar may well start before its agent: what is not there after so long is hardly still starting. */
const PATIENCE_SECONDS = 30;

const REMEDY = `Start it, or give its address with --upstream or ${ENVIRONMENT.upstreamUrl}`;

export interface AbsenceLogOptions {
  /** Where the agent is looked for. */
  url: string;
  clock: Pick<Clock, "elapsedMs">;
  log: AgentLog;
}

/** Makes what is told each time an agent is not found that was never there: it says so twice, and then no more. */
export function createAbsenceLog({ clock, log, url }: AbsenceLogOptions): (reason: string) => void {
  let sinceMs: number | undefined;
  let isWarned = false;
  return (reason) => {
    const nowMs = clock.elapsedMs();
    if (sinceMs === undefined) {
      sinceMs = nowMs;
      log.info({ url, reason }, `The agent takes no connections yet. ${REMEDY}`);
    } else if (!isWarned && nowMs - sinceMs >= PATIENCE_SECONDS * 1000) {
      isWarned = true;
      log.warn(
        { url, reason },
        `The agent has taken no connections for ${PATIENCE_SECONDS} seconds. ${REMEDY}`,
      );
    }
  };
}
