import { ADMIN_PORT, METRICS, METRICS_PORT, type ServedCard } from "@berth/contract";
import type { NoAnswer, ProbeAnswer } from "./probe.js";

/** What to do where it is not known whose the ports are. */
export const PORTS_REMEDY = "Give where its own are with --metrics and --admin.";

const AGENT_INFO = new RegExp(`^${METRICS.agentInfo.name}\\{(.*)\\} 1$`, "m");

const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/**
 * Why the ports that an agent has by default may not be those of this one: outside of a pod they are of the
 * agent that came first. Undefined where nothing speaks against it.
 *
 * @param metrics is what is at the port that metrics have by default.
 */
export function findPortDoubt(
  metrics: ProbeAnswer | NoAnswer,
  card: ServedCard | undefined,
): string | undefined {
  if (card === undefined) {
    return `Whether the ports ${METRICS_PORT} and ${ADMIN_PORT} are of this agent is not known without its card.`;
  }
  const info = metrics.isAnswer ? readAgentInfo(metrics.text) : undefined;
  return info === undefined || (info.name === card.name && info.version === card.version)
    ? undefined
    : `Port ${METRICS_PORT} is that of another agent (${info.name} ${info.version}).`;
}

/** Which agent the metrics are of; undefined where they do not say. */
function readAgentInfo(text: string): { name: string; version: string } | undefined {
  const [, labels] = AGENT_INFO.exec(text) ?? [];
  if (labels === undefined) {
    return undefined;
  }
  const values = new Map(
    [...labels.matchAll(LABEL)].map(([, name = "", value = ""]) => [name, unescape(value)]),
  );
  return { name: values.get("name") ?? "", version: values.get("version") ?? "" };
}

/** Undoes how Prometheus writes the value of a label. */
function unescape(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, character: string) =>
    character === "n" ? "\n" : character,
  );
}
