import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { LintException } from "./finding.ts";

/** The findings that stay, each with its reason. */
const EXCEPTIONS_FILE = join(import.meta.dirname, "exceptions.yaml");

const exceptionsSchema = z.array(
  z.strictObject({
    linter: z.enum(["kube-score", "checkov"]),
    rule: z.string().min(1),
    kind: z.string().min(1),
    reason: z.string().min(20, "must be a reason, in a sentence"),
  }),
);

/**
 * Reads the exceptions from their text.
 *
 * @throws ZodError when one of them has no reason, or is not written as one.
 */
export function parseExceptions(text: string): LintException[] {
  return exceptionsSchema.parse(parse(text) ?? []);
}

/** Reads the exceptions of this repository. */
export async function readExceptions(): Promise<LintException[]> {
  return parseExceptions(await readFile(EXCEPTIONS_FILE, "utf8"));
}
