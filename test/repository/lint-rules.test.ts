import { describe, expect, it } from "vitest";
import { lint } from "./lint.ts";

async function expectFinding(path: string, text: string, finding: string): Promise<void> {
  expect((await lint(path, text)).join("\n"), text).toContain(finding);
}

async function expectClean(path: string, text: string): Promise<void> {
  expect(await lint(path, text), text).toEqual([]);
}

describe("the flow through sdk", () => {
  const finding = "sdk flows one way";

  it("does not let a spec know names or manifests", async () => {
    const spec = "sdk/src/agent/spec.ts";
    await expectFinding(spec, 'import { a } from "../names.js";\na();\n', finding);
    await expectFinding(spec, 'import { a } from "../manifests/service.js";\na();\n', finding);
    await expectClean(spec, 'import { a } from "../defaults.js";\na();\n');
  });

  it("does not let names know manifests", async () => {
    const names = "sdk/src/names.ts";
    await expectFinding(names, 'import { a } from "./manifests/service.js";\na();\n', finding);
    await expectClean(names, 'import type { A } from "./agent/spec.js";\nexport type B = A[];\n');
  });
});

describe("manifests", () => {
  const manifest = "sdk/src/manifests/service.ts";

  it("take no value from Pulumi", async () => {
    for (const text of [
      'import * as pulumi from "@pulumi/pulumi";\npulumi.log.info("");\n',
      'import { core } from "@pulumi/kubernetes";\ncore();\n',
      'export { core } from "@pulumi/kubernetes";\n',
      'import { types } from "@pulumi/kubernetes/core/index.js";\ntypes();\n',
    ]) {
      await expectFinding(manifest, text, "Manifests are pure");
    }
  });

  it("take types from Pulumi", async () => {
    await expectClean(
      manifest,
      'import type * as pulumi from "@pulumi/pulumi";\nexport type A = pulumi.Input<string>;\n',
    );
  });
});

describe("the process", () => {
  const readsEnvironment = "export const home = process.env.HOME;\n";

  it.each([
    "contract/src/ports.ts",
    "sdk/src/defaults.ts",
    "sdk/src/manifests/service.ts",
    "stacks/environment.ts",
    "agent-runtime/src/drain.ts",
    "agent-runtime/src/http/routes/card.ts",
  ])("is unknown to %s", async (path) => {
    await expectFinding(path, readsEnvironment, "no-restricted-globals");
    await expectFinding(path, "export const p = globalThis.process;\n", "no-restricted-properties");
    await expectFinding(
      path,
      'import process from "node:process";\nexport const home = process.env.HOME;\n',
      "no-restricted-imports",
    );
    await expectFinding(
      path,
      'import { env } from "process";\nexport const home = env.HOME;\n',
      "no-restricted-imports",
    );
  });

  it("is known to config.ts of the runtime", async () => {
    await expectClean("agent-runtime/src/config.ts", readsEnvironment);
  });

  it("is known to server.ts of the runtime, except for its environment", async () => {
    await expectClean("agent-runtime/src/server.ts", "process.exitCode = 1;\n");
    await expectFinding("agent-runtime/src/server.ts", readsEnvironment, "Only config.ts reads");
  });
});

describe("every file", () => {
  const everywhere = [
    "contract/src/a.ts",
    "sdk/src/a.ts",
    "agent-runtime/src/a.ts",
    "stacks/a.ts",
    "examples/a/index.ts",
    "test/a.ts",
  ];

  it.each(everywhere)("names its exports and lists them: %s", async (path) => {
    await expectFinding(path, "export default 5;\n", "Name every export");
    await expectFinding(path, 'export * from "zod";\n', "List the names");
  });

  it.each(everywhere)("loads no module for its types alone: %s", async (path) => {
    await expectFinding(
      path,
      'import { type ZodType } from "zod";\nexport type A = ZodType;\n',
      "no-import-type-side-effects",
    );
    await expectClean(path, 'import type { ZodType } from "zod";\nexport type A = ZodType;\n');
  });

  it("is short", async () => {
    const lines = (count: number): string =>
      Array.from({ length: count }, (_, index) => `export const a${index} = 1;\n`).join("");
    await expectClean("sdk/src/a.ts", lines(300));
    await expectFinding("sdk/src/a.ts", lines(301), "max-lines");
  });
});
