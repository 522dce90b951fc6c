import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const FOLDER = join(import.meta.dirname, "checkov");

function read(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}

/** The lines of one package each: its version, and a hash for each of its files. */
const packages = read("requirements.txt")
  .replaceAll("\\\n", "")
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line !== "" && !line.startsWith("#"));

it("locks each package of checkov to a version and to hashes", () => {
  expect(packages.length).toBeGreaterThan(50);
  const lock = /^[\w.-]+==[\w.]+(\s+--hash=sha256:[0-9a-f]{64})+$/;
  expect(packages.filter((line) => !lock.test(line))).toEqual([]);
});

it("locks the version of checkov that is asked for", () => {
  const wanted = read("requirements.in").trim();
  expect(wanted).toMatch(/^checkov==\d+\.\d+\.\d+$/);
  expect(packages.map((line) => line.split(/\s/)[0])).toContain(wanted);
});
