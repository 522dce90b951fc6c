import type { AgentMatch, DiscoveryProblem } from "../discovery/agent-registry.js";
import { type ListedAgent, toListedAgent } from "../discovery/listed-agent.js";
import { toOneLine } from "../discovery/one-line.js";

const COLUMNS = ["NAME", "NAMESPACE", "READY", "SKILLS", "URL"];

/** What a table shows of the skills of an agent, which may be many. */
const MAX_SKILLS_LENGTH = 40;

/** Writes agents as a table. */
export function toAgentTable(matches: readonly AgentMatch[]): string {
  const rows = [COLUMNS, ...matches.map((match) => toRow(toListedAgent(match)))];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

function toRow({ isReady, name, namespace, skills, url }: ListedAgent): string[] {
  return [
    toOneLine(name),
    toOneLine(namespace ?? "-"),
    isReady ? "yes" : "no",
    toSkillsText(skills),
    url,
  ];
}

function toSkillsText(skills: ListedAgent["skills"]): string {
  const ids = skills.map(({ id }) => toOneLine(id));
  if (ids.length === 0) {
    return "-";
  }
  const [first = "", ...others] = ids;
  let text = first;
  for (const [index, id] of others.entries()) {
    if (text.length + id.length > MAX_SKILLS_LENGTH) {
      return `${text} and ${others.length - index} more`;
    }
    text += `, ${id}`;
  }
  return text;
}

/** Writes what is wrong with an agent, in a line for each issue. */
export function toProblemLines({ issues, name, namespace, url }: DiscoveryProblem): string[] {
  const subject = namespace === undefined ? name : `${namespace}/${name}`;
  return issues.map(({ reason }) => toOneLine(`${subject} (${url}): ${reason}`));
}
