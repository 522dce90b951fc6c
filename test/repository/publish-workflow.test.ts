import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { PUBLISHED } from "../packages/packed-packages.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";

interface Workflow {
  permissions: Record<string, string>;
  jobs: {
    publish: {
      permissions: Record<string, string>;
      env: { PACKAGES: string };
      steps: { uses?: string; run?: string }[];
    };
  };
}

const file = join(ROOT_FOLDER, ".github", "workflows", "publish.yml");
const { permissions, jobs } = parse(readFileSync(file, "utf8")) as Workflow;
const { steps, env } = jobs.publish;
const commands = steps.flatMap(({ run = [] }) => run);

it("publishes every published package and no other, with its provenance", () => {
  const names = env.PACKAGES.split("--workspace ").map((name) => name.trim());
  expect(names.filter((name) => name !== "").sort()).toEqual(Object.keys(PUBLISHED).sort());
  expect(commands.at(-1)).toBe("npm publish --provenance --access public $PACKAGES");
});

it("publishes nothing that was not linted and tested", () => {
  const checks = ["npm ci", "npm run lint", "npm run test:unit"];
  expect(commands.filter((command) => checks.includes(command))).toEqual(checks);
});

it("may ask who it is, and may write nothing to the repository", () => {
  expect(permissions).toEqual({ contents: "read" });
  expect(jobs.publish.permissions).toEqual({ contents: "read", "id-token": "write" });
});

it("takes each action in one version", () => {
  const actions = steps.flatMap(({ uses = [] }) => uses);
  expect(actions).not.toEqual([]);
  for (const action of actions) {
    expect(action).toMatch(/@(v\d+\.\d+\.\d+|[0-9a-f]{40})$/);
  }
});
