import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Engine } from "./engine.ts";
import { createEngineSandbox, type EngineSandbox } from "./engine-sandbox.ts";
import { createTestFolder } from "./test-folder.ts";

/** A sandbox of an engine whose CLI is a script. */
async function createSandboxOf(script: string): Promise<EngineSandbox> {
  const folder = await createTestFolder({
    pulumi: `#!/bin/sh\n${script}\n`,
    "plugins/resource-kubernetes-v1.2.3/pulumi-resource-kubernetes": "a provider",
  });
  const engine: Engine = {
    pulumi: join(folder, "pulumi"),
    plugins: join(folder, "plugins"),
    environment: { WORD: "of the engine" },
    standIns: [],
  };
  const sandbox = await createEngineSandbox(engine);
  onTestFinished(sandbox.remove);
  return sandbox;
}

test("the CLI runs in the given folder with home, backend and settings of the sandbox", async () => {
  const sandbox = await createSandboxOf('echo "$*|$PWD|$PULUMI_HOME|$PULUMI_BACKEND_URL|$WORD"');

  const result = await sandbox.run(["up", "--yes"], { cwd: sandbox.folder });

  expect(result).toEqual({
    exitCode: 0,
    stdout: `up --yes --non-interactive|${sandbox.folder}|${sandbox.home}|file://${sandbox.state}|of the engine\n`,
    stderr: "",
  });
});

test("a command that fails is a result with its exit code and both outputs", async () => {
  const sandbox = await createSandboxOf("echo out; echo err >&2; exit 7");

  expect(await sandbox.run(["up"], { cwd: sandbox.folder })).toEqual({
    exitCode: 7,
    stdout: "out\n",
    stderr: "err\n",
  });
});

test("a command that takes too long is an error", async () => {
  const sandbox = await createSandboxOf("exec sleep 60");

  await expect(sandbox.run(["up"], { cwd: sandbox.folder, timeoutSeconds: 0.2 })).rejects.toThrow(
    "no end after 0.2 s",
  );
});

test("every sandbox has the plugins of the engine as its own", async () => {
  const sandbox = await createSandboxOf("");

  const plugin = join(
    sandbox.home,
    "plugins/resource-kubernetes-v1.2.3/pulumi-resource-kubernetes",
  );
  expect(await readFile(plugin, "utf8")).toBe("a provider");
});

test("a copied program finds the packages of the work tree", async () => {
  const sandbox = await createSandboxOf("");
  const program = await createTestFolder({ "app/index.js": "the program" });

  const copy = await sandbox.copyFolder(join(program, "app"));

  expect(await readFile(join(copy, "index.js"), "utf8")).toBe("the program");
  expect(existsSync(join(copy, "../node_modules/@pulumi/pulumi/package.json"))).toBe(true);
});

test("a removed sandbox leaves the packages of the work tree alone", async () => {
  const sandbox = await createSandboxOf("");

  await sandbox.remove();

  expect(existsSync(sandbox.folder)).toBe(false);
  expect(existsSync(join(import.meta.dirname, "../../node_modules/@pulumi/pulumi"))).toBe(true);
});
