// Programs that have nothing but the packed packages and what they ask for themselves.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { type CommandError, runCommand } from "../tools/command.ts";
import { CONSUMERS, createConsumerProject, toConsumerFolder } from "./consumer-project.ts";
import { listPublishedRanges } from "./install-packages.ts";
import {
  createFreshFolder,
  packPublished,
  PUBLISHED,
  readManifest,
  type Tarballs,
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

/** What the compiler that the program has installed finds wrong with it and with all types that it reads. */
async function typeCheck(folder: string, ...options: string[]): Promise<string> {
  const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
  try {
    await runCommand(["node", tsc, "--skipLibCheck", "false", ...options], { cwd: folder });
    return "";
  } catch (error) {
    return (error as CommandError).stdout;
  }
}

it.each(CONSUMERS)("'%s' asks for the version that is released next or was last", async (name) => {
  const ranges = listPublishedRanges(await readManifest(toConsumerFolder(name)));
  expect(ranges).not.toEqual([]);
  for (const [published, range] of ranges) {
    const { version } = await readManifest(join(ROOT_FOLDER, PUBLISHED[published]));
    expect(range).toBe(version);
  }
});

it(
  "the program in TypeScript has its types, by Node's resolution and by a bundler's",
  async () => {
    const folder = await createConsumerProject("typescript", tarballs, root);
    expect(await typeCheck(folder)).toBe("");
    expect(await typeCheck(folder, "--module", "esnext", "--moduleResolution", "bundler")).toBe("");
  },
  TIMEOUT_MS,
);

describe("the script", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await createConsumerProject("automation", tarballs, root);
  }, TIMEOUT_MS);

  const deploy = async (...args: string[]) =>
    await runCommand(["node", "deploy.ts", ...args], { cwd: folder });

  it(
    "has its types",
    async () => {
      expect(await typeCheck(folder)).toBe("");
    },
    TIMEOUT_MS,
  );

  it(
    "tells its options with examples",
    async () => {
      const { stdout } = await deploy("--help");
      for (const option of ["--count", "--image", "--namespace", "--stack", "--destroy"]) {
        expect(stdout).toContain(option);
      }
      expect(stdout).toMatch(/Examples:\n {2}\$ node deploy\.ts --image /);
    },
    TIMEOUT_MS,
  );

  it.each([
    [["--count", "0", "--image", "a"], "'--count <count>' argument '0' is invalid"],
    [["--count", "some", "--image", "a"], "'--count <count>' argument 'some' is invalid"],
    [["--agents", "3"], "unknown option '--agents'"],
    [[], "option '--image <image>' is missing"],
  ])(
    "refuses %j before anything is done",
    async (args, words) => {
      await expect(deploy(...args)).rejects.toThrow(words);
    },
    TIMEOUT_MS,
  );
});
