// What the CLI makes of the packed package for other languages: its schema, and SDKs for Python and Go.
// No cluster takes part, and neither Python nor Go has a host here: what is written is read, and not run.
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createEngineSandbox, type EngineSandbox } from "../../engine/engine-sandbox.ts";
import { addSdkGenerators, type GeneratedLanguage } from "../../engine/sdk-generators.ts";
import { createFreshFolder } from "../../packages/packed-packages.ts";
import { runCommand } from "../../tools/command.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { type ConsumerStack, createConsumerStacks } from "./consumer-stacks.ts";

const PLUGIN = "./node_modules/berth";

interface Described {
  description?: string;
  inputProperties?: Record<string, { description?: string }>;
  properties?: Record<string, { description?: string }>;
  enum?: unknown[];
}

interface PackageSchema {
  resources: Record<string, Described>;
  types: Record<string, Described>;
}

const removeAtTheEnd = removeAfterAll();

let project: ConsumerStack;
let generators: EngineSandbox;
let shipped: PackageSchema;

const toName = (token: string): string => token.split(":").at(-1) ?? "";

/** A folder that is gone when the tests are over. */
async function createScratchFolder(): Promise<string> {
  const folder = await createFreshFolder();
  removeAtTheEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The file of the shipped schema. */
const schemaFile = (): string => join(project.folder, PLUGIN, "schema.json");

beforeAll(async () => {
  const stacks = await createConsumerStacks();
  removeAtTheEnd(stacks.remove);
  project = await stacks.create("yaml");
  shipped = JSON.parse(await readFile(schemaFile(), "utf8")) as PackageSchema;
  const engine = await addSdkGenerators(stacks.engine, await createScratchFolder());
  generators = await createEngineSandbox(engine);
  removeAtTheEnd(generators.remove);
});

/** A schema without what says nothing, which the CLI leaves out or adds when it prints one. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutEmpty);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const members = Object.entries(value).filter(([name, member]) => {
    const isEmpty = typeof member === "object" && Object.keys(member as object).length === 0;
    // The analyzer's own mark: what is required is listed besides.
    return !isEmpty && !(name === "optional" && member === true);
  });
  return Object.fromEntries(members.map(([name, member]) => [name, withoutEmpty(member)]));
}

test("the engine is given the schema that is shipped", async () => {
  const printed = await project.must("package", "get-schema", PLUGIN);
  const schema = JSON.parse(printed.slice(0, printed.lastIndexOf("}") + 1)) as object;
  expect(withoutEmpty(schema)).toEqual(withoutEmpty(shipped));
});

test("a package without its schema is found out", async () => {
  await rename(schemaFile(), `${schemaFile()}.away`);
  const output = await project.mustFail("package", "get-schema", PLUGIN);
  await rename(`${schemaFile()}.away`, schemaFile());
  expect(output).toContain("schema.json");
});

/** All that was written for a language, with line breaks and the marks of comments as spaces. */
async function generate(language: GeneratedLanguage): Promise<{ folder: string; text: string }> {
  const out = await createScratchFolder();
  const args = ["package", "gen-sdk", PLUGIN, "--language", language, "--out", out];
  const { exitCode, stdout, stderr } = await generators.run(args, { cwd: project.folder });
  expect(exitCode, stdout + stderr).toBe(0);
  const folder = join(out, language);
  const files = await readdir(folder, { recursive: true });
  const sources = files.filter((file) => /\.(py|go)$/.test(file));
  const texts = await Promise.all(sources.map((file) => readFile(join(folder, file), "utf8")));
  return { folder, text: toWords(texts.join("\n").replaceAll(/^\s*(\/\/|#)/gm, "")) };
}

/** Texts that differ in where their lines break are the same. */
function toWords(text: string): string {
  return text.replaceAll(/[\s\\]+/g, " ").trim();
}

/** The descriptions of components, of their args and outputs, and of members that are not in a text. */
function findMissingDescriptions(text: string): string[] {
  return [...Object.values(shipped.resources), ...Object.values(shipped.types)]
    .flatMap(({ description, inputProperties, properties }) => [
      { description },
      ...Object.values(inputProperties ?? {}),
      ...Object.values(properties ?? {}),
    ])
    .flatMap(({ description = [] }) => description)
    .filter((description) => !text.includes(toWords(description)));
}

/** The names of types with members, as a program in another language writes them. */
function listTypes(): string[] {
  return Object.entries(shipped.types).flatMap(([token, type]) =>
    type.enum === undefined ? toName(token) : [],
  );
}

describe("the SDK for Python", () => {
  let sdk: Awaited<ReturnType<typeof generate>>;

  beforeAll(async () => {
    sdk = await generate("python");
  });

  test("has every component with its args, every type and all of their descriptions", () => {
    for (const [token, { inputProperties = {} }] of Object.entries(shipped.resources)) {
      expect(sdk.text).toContain(`class ${toName(token)}(pulumi.ComponentResource):`);
      expect(sdk.text).toContain(`class ${toName(token)}Args:`);
      for (const property of Object.keys(inputProperties)) {
        const name = property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        expect(sdk.text).toContain(` def ${name}(self) -> `);
      }
    }
    for (const type of listTypes()) {
      // The generator adds `Args` to the name of every input, also where it has one.
      expect(sdk.text).toMatch(new RegExp(`class ${type}(Args|Dict)?\\b`));
    }
    expect(findMissingDescriptions(sdk.text)).toEqual([]);
  });

  test("is Python", async () => {
    await runCommand(["python3", "-m", "compileall", "-q", sdk.folder]);
  });
});

describe("the SDK for Go", () => {
  let sdk: Awaited<ReturnType<typeof generate>>;

  beforeAll(async () => {
    sdk = await generate("go");
  });

  test("has every component with its args, every type and all of their descriptions", () => {
    for (const [token, { inputProperties = {} }] of Object.entries(shipped.resources)) {
      expect(sdk.text).toContain(`type ${toName(token)} struct {`);
      expect(sdk.text).toContain(`type ${toName(token)}Args struct {`);
      for (const property of Object.keys(inputProperties)) {
        expect(sdk.text).toMatch(
          new RegExp(` ${property.slice(0, 1).toUpperCase()}${property.slice(1)} [\\w.*\\[\\]]+ `),
        );
      }
    }
    for (const type of listTypes()) {
      expect(sdk.text).toContain(`type ${type} struct {`);
    }
    expect(findMissingDescriptions(sdk.text)).toEqual([]);
  });

  test("is Go, as gofmt writes it", async () => {
    const { stdout } = await runCommand(["gofmt", "-l", sdk.folder]);
    expect(stdout).toBe("");
  });
});
