import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stageAgent } from "./images.ts";
import { copyProductionModules } from "./production-modules.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "berth-staging-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function packageFile(name: string, dependencies: Record<string, string> = {}): string {
  return JSON.stringify({ name, version: "1.0.0", main: "index.js", dependencies });
}

async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, path).length + 1))
    .sort();
}

describe("copyProductionModules", () => {
  it("copies what is needed at run time, through all dependencies, and no more", async () => {
    await write({
      "agent/package.json": JSON.stringify({
        name: "agent",
        dependencies: { csv: "1.0.0" },
        devDependencies: { lint: "1.0.0" },
      }),
      "node_modules/csv/package.json": packageFile("csv", { "@text/lines": "1.0.0" }),
      "node_modules/csv/index.js": "",
      "node_modules/csv/build/src/index.js": "",
      "node_modules/csv/src/index.ts": "",
      "node_modules/csv/index.d.ts": "",
      "node_modules/csv/index.js.map": "",
      "node_modules/@text/lines/package.json": packageFile("@text/lines"),
      "node_modules/@text/lines/index.js": "",
      "node_modules/lint/package.json": packageFile("lint"),
    });
    await copyProductionModules(join(folder, "agent"), join(folder, "staged"));
    expect(await listFiles("staged")).toEqual([
      "@text/lines/index.js",
      "@text/lines/package.json",
      "csv/build/src/index.js",
      "csv/index.js",
      "csv/package.json",
    ]);
  });

  it("names a dependency that is not installed, and who needs it", async () => {
    await write({ "agent/package.json": packageFile("agent", { csv: "1.0.0" }) });
    await expect(
      copyProductionModules(join(folder, "agent"), join(folder, "staged")),
    ).rejects.toThrow("'csv', which 'agent' depends on, is not installed: npm ci");
  });
});

describe("the tag of an image", () => {
  const runtime = { name: "agent-runtime", folder: "", tag: "1" };
  const stage = async (tag = "1"): Promise<string> => {
    await rm(join(folder, "staged"), { recursive: true, force: true });
    const context = await stageAgent(join(folder, "agent"), join(folder, "staged"), {
      ...runtime,
      tag,
    });
    return context.tag;
  };

  it("stays with the content, and changes with any of it and with the image below", async () => {
    await write({
      "agent/package.json": packageFile("agent"),
      "agent/executor.ts": "export function execute() {}",
    });
    const first = await stage();
    await utimes(join(folder, "agent", "executor.ts"), 1, 1);
    expect(await stage()).toBe(first);
    const onOther = await stage("2");
    await write({ "agent/executor.ts": "export function execute() { return; }" });
    const edited = await stage();
    expect(new Set([first, onOther, edited]).size).toBe(3);
  });
});
