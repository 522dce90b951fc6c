// The packages as others get them: packed, and installed where nothing of the work tree is found.
// These tests read the built files: `npm install` builds them.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installPackages } from "./install-packages.ts";
import { findPackageProblems } from "./package-problems.ts";
import {
  createFreshFolder,
  type Manifest,
  packChanged,
  packPublished,
  type PublishedName,
  type Tarballs,
  writeManifest,
} from "./packed-packages.ts";

const TIMEOUT_MS = 300_000;

let root: string;
let tarballs: Tarballs;

beforeAll(async () => {
  root = await createFreshFolder();
  tarballs = await packPublished(join(root, "packed"));
}, TIMEOUT_MS);

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
}, TIMEOUT_MS);

/** A folder of its own with one of the packages, and what that one asks for. */
async function install(
  name: PublishedName,
  { from = tarballs, beside = {} }: { from?: Tarballs; beside?: Record<string, string> } = {},
): Promise<string> {
  const folder = await mkdtemp(join(root, "program-"));
  await writeManifest(folder, { dependencies: { [name]: "0.0.0", ...beside } });
  await installPackages(folder, from);
  return folder;
}

it.each<PublishedName>(["@berth/contract", "@berth/berth"])(
  "%s loads, has all of its types, and its commands run, with nothing but what it asks for",
  async (name) => {
    expect(await findPackageProblems(await install(name), name)).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  "@berth/agent-runtime does so in a program that has the types of Node",
  async () => {
    const name = "@berth/agent-runtime";
    const folder = await install(name, { beside: { "@types/node": "24.19.2" } });
    expect(await findPackageProblems(folder, name, { types: ["node"] })).toEqual([]);
  },
  TIMEOUT_MS,
);

describe("a package", () => {
  const name = "@berth/contract";

  const without =
    (file: string) =>
    (manifest: Manifest): Manifest => ({
      ...manifest,
      files: [...(manifest.files ?? []), `!${file}`],
    });

  const withExport =
    (file: string) =>
    (manifest: Manifest): Manifest => ({ ...manifest, exports: { ".": { default: file } } });

  it.each<[string, (manifest: Manifest) => Manifest, RegExp]>([
    [
      "that leaves a module out",
      without("dist/labels.js"),
      /import\("@berth\/contract"\) fails: [^]*labels\.js/,
    ],
    [
      "that leaves out the types of a module",
      without("dist/labels.d.ts"),
      /types by nodenext: [^]*labels\.js/,
    ],
    [
      "whose export is not where it says",
      withExport("./dist/main.js"),
      /names \.\/dist\/main\.js, which is not in it/,
    ],
    [
      "whose command is not where it says",
      (manifest) => ({ ...manifest, bin: { contract: "./bin/contract.js" } }),
      /names \.\/bin\/contract\.js, which is not in it/,
    ],
    [
      "that does not ask for what it imports",
      (manifest) => ({ ...manifest, dependencies: {} }),
      /import\("@berth\/contract"\) fails: [^]*zod/,
    ],
  ])(
    "%s is found out",
    async (_, change, problem) => {
      const changed = await packChanged(name, change, root);
      const folder = await install(name, { from: { ...tarballs, [name]: changed } });
      expect((await findPackageProblems(folder, name)).join("\n")).toMatch(problem);
    },
    TIMEOUT_MS,
  );
});
