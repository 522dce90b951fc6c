// One program in TypeScript and in YAML, by people who have nothing but the packed packages.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareTestImages } from "../agent/test-images.ts";
import { kubectl } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";
import {
  type ConsumerStack,
  type ConsumerStacks,
  createConsumerStacks,
} from "./consumer-stacks.ts";
import { readMadeObjects } from "./made-objects.ts";

const LANGUAGES = ["typescript", "yaml"] as const;

type Language = (typeof LANGUAGES)[number];

/** The file of the program that has the args of the agent. */
const PROGRAMS: Readonly<Record<Language, string>> = {
  typescript: "index.ts",
  yaml: "Pulumi.yaml",
};

// The names of objects, their labels and the namespace have the name of the stack: it is the same twice.
const stackName = createUniqueText("consumer");
const namespace = `agents-${stackName}`;

let stacks: ConsumerStacks;
let programs: Record<Language, ConsumerStack>;

beforeAll(async () => {
  stacks = await createConsumerStacks();
  stacks.watchNamespace(namespace);
  programs = {
    typescript: await stacks.create("typescript", stackName),
    yaml: await stacks.create("yaml", stackName),
  };
});

afterAll(async () => {
  await stacks.remove();
});

/** Changes texts of a program, which must be there; returns what takes the change back. */
async function edit(
  language: Language,
  change: (text: string) => string,
): Promise<() => Promise<void>> {
  const file = join(programs[language].folder, PROGRAMS[language]);
  const text = await readFile(file, "utf8");
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(file, changed);
  return async () => {
    await writeFile(file, text);
  };
}

/** What an error says of args: each as the place and the words. */
function findIssues(output: string): string[] {
  return [...new Set(output.match(/'[\w.[\]]+' \([^)]*\) must [^\n]*\./g))].sort();
}

test("wrong args are told by the same words and the same places", async () => {
  const told: Partial<Record<Language, string[]>> = {};
  for (const language of LANGUAGES) {
    const { must, mustFail } = programs[language];
    const restore = await edit(language, (text) =>
      text.replace(/id: "?hello"?/, 'id: ""').replace(/version: "?1\.0\.0"?/, 'version: ""'),
    );
    await must("config", "set", "image", "Not An Image");
    const output = await mustFail("preview");
    told[language] = findIssues(output);
    expect(told[language], output).not.toEqual([]);
    await restore();
  }
  expect(told.yaml).toEqual(told.typescript);
  expect(told.typescript?.map((issue) => issue.split(" ")[0])).toEqual([
    "'card.skills[0].id'",
    "'card.version'",
    "'image'",
  ]);
});

test("the same objects are made by both, and gone after destroy", async () => {
  const { worker } = await prepareTestImages();
  const made: Partial<Record<Language, Record<string, unknown>>> = {};
  for (const language of LANGUAGES) {
    const { must } = programs[language];
    await must("config", "set", "image", worker);
    await must("up", "--yes", "--skip-preview");
    expect(await must("stack", "output", "url")).toBe(
      `http://hello.${namespace}.svc.cluster.local:8000\n`,
    );
    made[language] = await readMadeObjects(namespace);
    await must("preview", "--expect-no-changes");
    await must("destroy", "--yes", "--skip-preview");
    expect(await kubectl("get", "namespace", namespace, "--ignore-not-found")).toBe("");
  }
  expect(made.yaml).toEqual(made.typescript);
  expect(Object.keys(made.typescript ?? {}).sort()).toEqual([
    expect.stringMatching(/^ConfigMap hello-card-[0-9a-f]+$/),
    "Deployment hello",
    `Namespace ${namespace}`,
    "NetworkPolicy default-deny",
    "NetworkPolicy hello",
    "PodDisruptionBudget hello",
    "Service hello",
    "Service hello-siblings",
    "ServiceAccount hello",
  ]);
});
