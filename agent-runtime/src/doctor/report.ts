import { styleText } from "node:util";
import type { Section } from "./examine.js";
import type { Finding, FindingLevel } from "./finding.js";

const LEVELS: readonly FindingLevel[] = ["problem", "warning", "skipped", "ok"];

const COLOURS = { ok: "green", skipped: "gray", warning: "yellow", problem: "red" } as const;

/** As wide as the longest level. */
const LEVEL_WIDTH = Math.max(...LEVELS.map((level) => level.length));

/** Writes what one check found. Colours are for terminals: elsewhere there are none. */
export function toSectionText({ findings, title }: Section): string {
  const lines = findings.flatMap(({ level, remedy, what }) => [
    `  ${styleText(COLOURS[level], level.padEnd(LEVEL_WIDTH))}  ${what}`,
    ...(remedy === undefined ? [] : [`  ${" ".repeat(LEVEL_WIDTH)}  Do: ${remedy}`]),
  ]);
  return `${[styleText("bold", title), ...lines].join("\n")}\n\n`;
}

/** Writes how many findings there are of each level. */
export function toSummaryText(findings: readonly Finding[]): string {
  const counts = LEVELS.map((level) => [level, countLevel(findings, level)] as const);
  const words = counts
    .filter(([level, count]) => count > 0 || level === "problem")
    .map(([level, count]) => `${count} ${toNoun(level, count)}`);
  return `${words.join(", ")}\n`;
}

export function countLevel(findings: readonly Finding[], level: FindingLevel): number {
  return findings.filter((finding) => finding.level === level).length;
}

function toNoun(level: FindingLevel, count: number): string {
  const isCounted = level === "problem" || level === "warning";
  return isCounted && count !== 1 ? `${level}s` : level;
}
