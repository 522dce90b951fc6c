import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT_FOLDER } from "../runner/layout.ts";

const documents = globSync("**/*.md", {
  cwd: ROOT_FOLDER,
  exclude: ["**/node_modules/**", "test/out/**", "**/CHANGELOG.md"],
});

const { scripts } = JSON.parse(readFileSync(join(ROOT_FOLDER, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

function findAll(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? "");
}

describe.each(documents)("%s", (document) => {
  const text = readFileSync(join(ROOT_FOLDER, document), "utf8");

  it("names only npm scripts that exist", () => {
    const named = findAll(text, /\bnpm run (?:--silent |-s )?([\w:-]+)/g);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it("links only to files that exist", () => {
    const linked = findAll(text, /\]\((?!https?:|#)([^)#\s]+)/g);
    const folder = join(ROOT_FOLDER, dirname(document));
    expect(linked.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });
});

describe.each(documents.filter((document) => document.startsWith("examples/")))(
  "%s",
  (document) => {
    const text = readFileSync(join(ROOT_FOLDER, document), "utf8");
    const blocks = findAll(text, /(?:^|\n)([^\n]*\n\n```sh\n[^]*?)```/g);

    // At the root of the repository they would act on its own program.
    it("gives commands to Pulumi in the folder of its program, or in a copy of it", () => {
      const place = document.startsWith("examples/consumers/")
        ? "In a copy of this folder:\n\n```sh\n"
        : `\n\`\`\`sh\ncd ${dirname(document)}\n`;
      const others = blocks.filter(
        (block) => /^pulumi (?:config|destroy|stack|up)\b/m.test(block) && !block.includes(place),
      );
      expect(others).toEqual([]);
    });
  },
);

it("finds the documents", () => {
  expect(documents).toEqual(
    expect.arrayContaining(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"]),
  );
});

it("runs scripts of which each file exists", () => {
  const files = Object.values(scripts).flatMap((script) => findAll(script, /\bnode (\S+\.ts)/g));
  expect(files.filter((file) => !existsSync(join(ROOT_FOLDER, file)))).toEqual([]);
});
