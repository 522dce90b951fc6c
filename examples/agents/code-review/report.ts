import type { Finding, Review } from "./review.ts";

/** Writes a review as Markdown. */
export function writeReport(review: Review): string {
  const { findings, omittedFindings } = review;
  const lines = [`**${review.verdict}**: ${countUp(review)}`];
  if (findings.length > 0) {
    lines.push("", "| where | rule | finding |", "| --- | --- | --- |", ...findings.map(writeRow));
  }
  if (omittedFindings > 0) {
    lines.push("", `${omittedFindings} more are not listed.`);
  }
  return `${lines.join("\n")}\n`;
}

/** Tells a review in one line. */
export function summarize(review: Review): string {
  return `${review.verdict}: ${countUp(review)}`;
}

function countUp({ files, addedLines, removedLines, findings, omittedFindings }: Review): string {
  const size = `${toCount(files, "file")}, ${toCount(addedLines, "line")} added, ${removedLines} removed`;
  return `${toCount(findings.length + omittedFindings, "finding")} (${size}).`;
}

function writeRow({ file, line, rule, severity, message }: Finding): string {
  const where = line === null ? file : `${file}:${line}`;
  return `| ${where.replaceAll("|", "\\|")} | ${rule} (${severity}) | ${message} |`;
}

function toCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
