import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT_FOLDER } from "../runner/layout.ts";

interface LockFile {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
}

const { packages } = JSON.parse(
  readFileSync(join(ROOT_FOLDER, "package-lock.json"), "utf8"),
) as LockFile;

it("has an entry for every optional package: without one npm ci refuses the whole file", () => {
  const present = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  expect(wanted.filter((name) => !present.has(name))).toEqual([]);
});

it("names no place to download from: that is the business of whoever installs", () => {
  const places = Object.values(packages).flatMap(({ resolved = "" }) => resolved);
  expect(places.filter((place) => /^[a-z+]+:/.test(place))).toEqual([]);
});
