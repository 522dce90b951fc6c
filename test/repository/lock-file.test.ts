import { readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { expect, it } from "vitest";
import { ROOT_FOLDER } from "../runner/layout.ts";

interface LockFile {
  packages: Record<string, Described & { resolved?: string }>;
}

/** What a package says of itself, of which the lock file has a copy. */
interface Described {
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
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

const own = Object.keys(packages).filter((path) => path !== "" && !path.includes("node_modules"));

it.each(own)("says of %s what its package.json says: else npm install changes it", (path) => {
  const said = JSON.parse(
    readFileSync(join(ROOT_FOLDER, path, "package.json"), "utf8"),
  ) as Described;
  const { bin, dependencies, devDependencies, peerDependencies } = packages[path] ?? {};
  expect({ bin: toNormal(bin), dependencies, devDependencies, peerDependencies }).toEqual({
    bin: toNormal(said.bin),
    dependencies: said.dependencies,
    devDependencies: said.devDependencies,
    peerDependencies: said.peerDependencies,
  });
});

/** The lock file has the same files in another spelling. */
function toNormal(bin: Described["bin"]): [string, string][] {
  return Object.entries(bin ?? {}).map(([name, file]) => [name, normalize(file)]);
}
