import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { lint } from "./lint.ts";

// Everything the directions forbid is tried on a file that does not exist, in every way to write
// an import. A direction that the linter forgets shows here, not in a review.

const WORKSPACES = ["contract", "sdk", "agent-runtime", "stacks", "examples", "test"] as const;

type Workspace = (typeof WORKSPACES)[number];

const MAY_IMPORT: Readonly<Record<Workspace, readonly Workspace[]>> = {
  contract: [],
  sdk: ["contract"],
  "agent-runtime": ["contract"],
  stacks: ["contract", "sdk"],
  examples: ["contract", "sdk", "agent-runtime"],
  test: ["contract", "sdk", "agent-runtime", "stacks", "examples"],
};

const PAIRS = WORKSPACES.flatMap((from) =>
  WORKSPACES.filter((to) => to !== from).map((to) => ({
    from,
    to,
    isAllowed: MAY_IMPORT[from].includes(to),
  })),
);

function toPackageName(workspace: Workspace): string {
  const file = join(ROOT_FOLDER, workspace, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { name: string }).name;
}

/** A file of the workspace that does not exist, two folders deep. */
function toFile(workspace: Workspace): string {
  return `${workspace}/src/folder/virtual.ts`;
}

/** Every way to import from a module. */
function toImports(specifier: string): string[] {
  return [
    `import { thing } from "${specifier}";\nthing();\n`,
    `import type { Thing } from "${specifier}";\nexport type Other = Thing | undefined;\n`,
    `import "${specifier}";\n`,
    `export { thing } from "${specifier}";\n`,
    `export const thing = import("${specifier}");\n`,
    `export type Other = import("${specifier}").Thing;\n`,
  ];
}

function findDirections(findings: readonly string[]): string[] {
  return findings.filter((finding) => finding.includes("the directions are in ARCHITECTURE.md"));
}

describe.each(PAIRS.filter(({ isAllowed }) => !isAllowed))("$from", ({ from, to }) => {
  const specifiers = [
    toPackageName(to),
    `${toPackageName(to)}/thing.js`,
    `../../../${to}/src/index.js`,
    `../../../${to}/thing.ts`,
  ];

  it.each(specifiers)(`may not import ${to} as '%s'`, async (specifier) => {
    for (const text of toImports(specifier)) {
      expect(findDirections(await lint(toFile(from), text)), text).toHaveLength(1);
    }
  });

  it(`may not import ${to} from its top folder either`, async () => {
    const text = `import { thing } from "../${to}/thing.ts";\nthing();\n`;
    expect(findDirections(await lint(`${from}/virtual.ts`, text))).toHaveLength(1);
  });
});

describe.each(PAIRS.filter(({ isAllowed }) => isAllowed))("$from", ({ from, to }) => {
  it(`may import ${to} by its name`, async () => {
    for (const text of toImports(toPackageName(to))) {
      expect(findDirections(await lint(toFile(from), text)), text).toEqual([]);
    }
  });
});

describe("the surface of a workspace", () => {
  it.each(["@berth/contract/src/labels.ts", "@berth/contract/dist/labels.js"])(
    "is not passed by '%s'",
    async (specifier) => {
      for (const text of toImports(specifier)) {
        expect((await lint(toFile("sdk"), text)).join("\n"), text).toContain(
          "only what it exports is its surface",
        );
      }
    },
  );

  it("is not passed by a path", async () => {
    const text = 'import { LABELS } from "../../../contract/src/labels.js";\nLABELS();\n';
    expect((await lint(toFile("sdk"), text)).join("\n")).toContain("is its surface");
  });

  it("is open to the tests, which test what is inside", async () => {
    const text = 'import { LABELS } from "../../../contract/src/labels.ts";\nLABELS();\n';
    expect(await lint("test/contract/virtual.test.ts", text)).toEqual([]);
  });
});
