import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Figure } from "./figures.ts";
import { findBenchGroups, toBenchFile, UnknownGroupError } from "./groups.ts";
import { OUT_FOLDER } from "./layout.ts";
import { describeMachine, describeVersions, type Machine } from "./machine.ts";

/**
 * What the `bench` function of a group returns.
 *
 * @public
 */
export interface BenchResult {
  /** How often each value was measured. */
  rounds: number;
  figures: Figure[];
  /** A name, and ours divided by the peer's. */
  ratios: Record<string, number>;
  /** The versions of the peers, by their names. */
  versions?: Record<string, string>;
}

/** What `test/out/bench-<group>.json` holds. */
export interface BenchReport extends Required<BenchResult> {
  group: string;
  machine: Machine;
}

interface BenchModule {
  bench: () => Promise<BenchResult>;
}

/**
 * Measures one group and writes its figures as JSON and as a Markdown table.
 *
 * @returns the Markdown text.
 * @throws UnknownGroupError when there is no such group.
 */
export async function runBench(group: string): Promise<string> {
  const known = findBenchGroups();
  if (!known.includes(group)) {
    throw new UnknownGroupError("bench", group, known);
  }
  const { bench } = (await import(pathToFileURL(toBenchFile(group)).href)) as BenchModule;
  const result = await bench();
  const report: BenchReport = {
    group,
    machine: describeMachine(),
    versions: { ...describeVersions(), ...result.versions },
    rounds: result.rounds,
    figures: result.figures,
    ratios: result.ratios,
  };
  const markdown = toMarkdown(report);
  mkdirSync(OUT_FOLDER, { recursive: true });
  writeFileSync(join(OUT_FOLDER, `bench-${group}.json`), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(OUT_FOLDER, `bench-${group}.md`), markdown);
  return markdown;
}

/** The report as a reader wants it: where, with what, and two tables. */
export function toMarkdown(report: BenchReport): string {
  const { machine, versions } = report;
  const gibibytes = (machine.memoryBytes / 2 ** 30).toFixed(1);
  return [
    `# Bench: ${report.group}`,
    "",
    `${machine.cpu}, ${machine.cores} cores, ${gibibytes} GiB, ${machine.os}, ${machine.kernel}. ` +
      `Medians of ${report.rounds} interleaved rounds.`,
    "",
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    "",
    "| figure | value | unit |",
    "| --- | ---: | --- |",
    ...report.figures.map(({ name, value, unit }) => toRow(name, toNumberText(value), unit)),
    "",
    "| ours divided by | ratio |",
    "| --- | ---: |",
    ...Object.entries(report.ratios).map(([name, ratio]) => toRow(name, toNumberText(ratio))),
    "",
  ].join("\n");
}

function toRow(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function toNumberText(value: number | string): string {
  return typeof value === "string" ? value : String(Number(value.toPrecision(4)));
}
