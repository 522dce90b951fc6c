import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** The environment variable that names the file of a run's figures, one JSON object per line. */
export const FIGURES_FILE_VARIABLE = "BERTH_FIGURES_FILE";

const figureSchema = z.strictObject({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  unit: z.string(),
});

/** Something a run measured, told with its unit: `{ name: "cold up", value: 312, unit: "s" }`. */
export type Figure = z.infer<typeof figureSchema>;

/**
 * Keeps a measured value for the result file of the running group.
 *
 * Does nothing outside such a run, so a test calls it without asking.
 */
export function recordFigure(name: string, value: number | string, unit: string): void {
  const file = process.env[FIGURES_FILE_VARIABLE];
  if (file !== undefined && file !== "") {
    appendFileSync(file, `${JSON.stringify({ name, value, unit } satisfies Figure)}\n`);
  }
}

/**
 * Reads what `recordFigure` kept, in the order of the calls. No file means no figures.
 *
 * @throws SyntaxError or ZodError when a line was not written by `recordFigure`.
 */
export function readFigures(file: string): Figure[] {
  if (!existsSync(file)) {
    return [];
  }
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => figureSchema.parse(JSON.parse(line)));
}
