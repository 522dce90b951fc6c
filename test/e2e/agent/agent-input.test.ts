// What a slip in a program leads to: one clear error, and nothing made.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngineSandbox, type EngineSandbox } from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import { createProgress } from "../../tools/progress.ts";
import { kubectl } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";

let sandbox: EngineSandbox;

beforeAll(async () => {
  sandbox = await createEngineSandbox(await prepareEngine({ progress: createProgress() }));
});

afterAll(async () => {
  await sandbox.remove();
});

const card = `{
  description: "Works", version: "1.0.0",
  skills: [{ id: "work", name: "Work", description: "Works", tags: ["test"] }],
}`;

test.each([
  {
    slip: "a card with a skill without tags and an unknown member",
    args: `{ image: "berth.test/worker:1", runtime: { mode: "Embedded" }, card: {
      description: "Works", version: "1.0.0", url: "http://localhost",
      skills: [{ id: "work", name: "Work", description: "Works" }] } }`,
    errors: [
      "'card.url' is not a known property. Remove it.",
      "'card.skills[0].tags' must be given.",
    ],
  },
  {
    slip: "a port that is none",
    args: `{ image: "berth.test/worker:1", runtime: { mode: "Embedded" }, port: 80000, card: ${card} }`,
    errors: ["'port' (80000) must be"],
  },
  {
    slip: "an unknown argument",
    args: `{ image: "berth.test/worker:1", runtime: { mode: "Embedded" }, replica: 3, card: ${card} }`,
    errors: ["'replica' is not a known property. Remove it."],
  },
  {
    slip: "a name that is too long",
    args: `{ image: "berth.test/worker:1", runtime: { mode: "Embedded" }, name: "${"w".repeat(64)}", card: ${card} }`,
    errors: [`'name' (${"w".repeat(64)}) must be`],
  },
])("$slip fails the deployment before anything is made", async ({ args, errors }) => {
  const name = createUniqueText("slip");
  const cwd = join(sandbox.folder, name);
  await mkdir(cwd);
  await writeFile(
    join(cwd, "Pulumi.yaml"),
    `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`,
  );
  await writeFile(
    join(cwd, "package.json"),
    `{ "name": "${name}", "type": "module", "main": "index.ts" }\n`,
  );
  await writeFile(
    join(cwd, "index.ts"),
    `import * as berth from "@berth/berth";
const agents = new berth.AgentNamespace("agents", { name: "${name}" });
new berth.Agent("worker", { namespace: agents.name, ...${args} } as never);
`,
  );
  await sandbox.run(["stack", "init", "dev"], { cwd });

  const { exitCode, stdout, stderr } = await sandbox.run(["up", "--yes", "--stack=dev"], { cwd });

  expect(exitCode).not.toBe(0);
  for (const error of errors) {
    expect(stdout + stderr).toContain(error);
  }
  // A person is told what is wrong, not where in the engine it was noticed.
  expect(stdout + stderr).not.toMatch(/^\s+at .*node_modules/m);
  expect(await kubectl("get", "namespaces", "--output=name")).not.toContain(name);
});
