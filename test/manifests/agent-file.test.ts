import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderManifests, type AgentArgs } from "@berth/berth";
import { renderFile } from "./agent-file.ts";

const ARGS = `
image: registry.example.com/research:1.2.0
card:
  description: Answers questions about a table
  version: 1.2.0
  skills: [{ id: report, name: Report, description: Explains figures, tags: [data] }]
runtime: { mode: Embedded }
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-render-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("renderFile", () => {
  it("renders what the args in the file ask for, under the name of the file", async () => {
    const args = parse(ARGS) as AgentArgs;
    const expected = renderManifests("research", args);
    expect(await renderFile(write("research.yaml", ARGS))).toEqual(expected);
    expect(await renderFile(write("research.json", JSON.stringify(args)))).toEqual(expected);
  });

  it("takes name and namespace from its caller where the file gives none", async () => {
    const place = { name: "reports", namespace: "agents" };
    const args = parse(ARGS) as AgentArgs;
    expect(await renderFile(write("research.yaml", ARGS), place)).toEqual(
      renderManifests("reports", args, { namespace: "agents" }),
    );
    const own = `${ARGS}name: own\nnamespace: theirs\n`;
    expect((await renderFile(write("research.yaml", own), place))[0]?.metadata).toMatchObject({
      name: "own",
      namespace: "theirs",
    });
  });

  it("tells all issues of the args at once", async () => {
    const file = write("research.yaml", `${ARGS}replicas: 0\ncolour: blue\n`);
    const error = await renderFile(file).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ name: "AgentFileError" });
    expect((error as Error).message).toMatch(
      /^The args in '.*research\.yaml' are not valid:\n {2}'/,
    );
    expect((error as Error).message).toContain("\n  'colour' is not a known property. Remove it.");
    expect((error as Error).message).toContain("\n  'replicas' (0) must be ");
  });

  it.each([
    ["is empty", "", "must be an object with the args of an Agent, such as 'image' and 'card'."],
    ["holds a list", "- image: a", "must be an object with the args of an Agent"],
    ["holds a text", "image", "must be an object with the args of an Agent"],
    ["holds two agents", `${ARGS}---${ARGS}`, "must hold the args of one Agent, not several"],
    ["is no YAML", "image: [a\ncard: b", "is not valid YAML:\nFlow sequence"],
    ["gives an arg twice", "image: a\nimage: b", "is not valid YAML:\nMap keys must be unique"],
    ["has a tag of its own", "image: !secret a", "is not valid YAML:\nUnresolved tag: !secret"],
  ])("refuses a file that %s", async (_title, text, message) => {
    await expect(renderFile(write("research.yaml", text))).rejects.toThrow(message);
  });

  it("says what is wrong with a file that it cannot read", async () => {
    await expect(renderFile(join(folder, "none.yaml"))).rejects.toThrow(
      /^The file '.*none\.yaml' cannot be read: it does not exist\.$/,
    );
    await expect(renderFile(folder)).rejects.toThrow("cannot be read: it is a folder.");
  });
});
