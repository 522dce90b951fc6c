import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { runNode } from "../runner/child.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";

// What users install. These tests read the built files: `npm install` builds them.

const PUBLISHED = ["contract", "sdk", "agent-runtime"] as const;

const IN_EVERY_PACKAGE = [
  "LICENSE",
  "README.md",
  "dist/index.d.ts",
  "dist/index.js",
  "package.json",
  "src/index.ts",
];

const IN_ONE_PACKAGE: Readonly<Partial<Record<string, readonly string[]>>> = {
  // What Pulumi needs to find the components and to make SDKs for other languages.
  sdk: ["PulumiPlugin.yaml", "bin/berth.js", "bin/provider.js", "schema.json"],
  "agent-runtime": ["bin/agent-runtime.js"],
};

async function listPackedFiles(workspace: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json"], {
    cwd: join(ROOT_FOLDER, workspace),
  });
  const packed = JSON.parse(stdout) as
    { files: { path: string }[] }[] | Record<string, { files: { path: string }[] }>;
  return Object.values(packed).flatMap(({ files }) => files.map(({ path }) => path));
}

/** The files that a document links to, but for places in itself and on the web. */
function findRelativeLinks(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

describe.each(PUBLISHED)("%s", (workspace) => {
  it("ships what its users need and nothing beside it", async () => {
    const files = await listPackedFiles(workspace);
    const needed = [...IN_EVERY_PACKAGE, ...(IN_ONE_PACKAGE[workspace] ?? [])];
    expect(files).toEqual(expect.arrayContaining(needed));
    expect(files.filter((file) => file.endsWith(".tsbuildinfo"))).toEqual([]);
    const others = files.filter((file) => !/^(src|dist)\//.test(file));
    expect(others.sort()).toEqual(needed.filter((file) => !/^(src|dist)\//.test(file)).sort());
  });

  it("has a README whose links lead to what is shipped, or to the web", async () => {
    const files = await listPackedFiles(workspace);
    const readmes = files.filter((file) => file.endsWith(".md"));
    const broken = readmes.flatMap((readme) =>
      findRelativeLinks(readFileSync(join(ROOT_FOLDER, workspace, readme), "utf8"))
        .map((link) => join(dirname(readme), link))
        .filter((target) => !files.includes(target))
        .map((target) => `${readme} leads to ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("has the license of the repository", () => {
    expect(readFileSync(join(ROOT_FOLDER, workspace, "LICENSE"), "utf8")).toBe(
      readFileSync(join(ROOT_FOLDER, "LICENSE"), "utf8"),
    );
  });
});

it("loads manifests without Pulumi, also behind what they import", async () => {
  const manifests = globSync("sdk/dist/manifests/*.js", { cwd: ROOT_FOLDER });
  expect(manifests).not.toEqual([]);
  const program = `
    import { registerHooks } from "node:module";
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier.startsWith("@pulumi/")) throw new Error(context.parentURL + " loads " + specifier);
        return next(specifier, context);
      },
    });
    for (const file of ${JSON.stringify(manifests)}) await import("./" + file);
  `;
  const { exitCode, stderr } = await runNode(["--input-type=module", "--eval", program], {
    output: "capture",
  });
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});
