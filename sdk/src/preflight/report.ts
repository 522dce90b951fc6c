import { styleText } from "node:util";
import type { Finding, FindingLevel, Section } from "./finding.js";

const LEVELS: readonly FindingLevel[] = ["problem", "warning", "skipped", "note", "ok"];

const COLOURS = {
  ok: "green",
  note: "cyan",
  skipped: "gray",
  warning: "yellow",
  problem: "red",
} as const;

type Style = "bold" | (typeof COLOURS)[FindingLevel];

/** As wide as the longest level. */
const LEVEL_WIDTH = Math.max(...LEVELS.map((level) => level.length));

const INDENT = " ".repeat(LEVEL_WIDTH + 4);

/** Writes what was found. Colours are for terminals. */
export function toReportText(sections: readonly Section[], hasColours: boolean): string {
  const paint = (style: Style, text: string): string =>
    hasColours ? styleText(style, text, { validateStream: false }) : text;
  const blocks = sections.map(({ findings, title }) =>
    [paint("bold", title), ...findings.flatMap((finding) => toLines(finding, paint))].join("\n"),
  );
  return `${[...blocks, toSummary(sections)].join("\n\n")}\n`;
}

function toLines(
  { level, remedies, what }: Finding,
  paint: (style: Style, text: string) => string,
): string[] {
  const first = remedies.length > 1 ? "Do one of these: " : "Do: ";
  return [
    `  ${paint(COLOURS[level], level.padEnd(LEVEL_WIDTH))}  ${what}`,
    ...remedies.flatMap(({ commands = [], text }, index) => [
      `${INDENT}${index === 0 ? first : "Or: "}${text}`,
      ...commands.map((command) => `${INDENT}  $ ${command}`),
    ]),
  ];
}

/** How many findings there are of each level. */
function toSummary(sections: readonly Section[]): string {
  const findings = sections.flatMap((section) => section.findings);
  return LEVELS.map(
    (level) => [level, findings.filter((one) => one.level === level).length] as const,
  )
    .filter(([level, count]) => count > 0 || level === "problem")
    .map(([level, count]) => `${count} ${toNoun(level, count)}`)
    .join(", ");
}

function toNoun(level: FindingLevel, count: number): string {
  const isCounted = level === "problem" || level === "warning" || level === "note";
  return isCounted && count !== 1 ? `${level}s` : level;
}
