import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createFolder, runProgram } from "./runtime-process.ts";

const COMMAND = fileURLToPath(
  new URL("../../../agent-runtime/bin/agent-runtime.js", import.meta.url),
);

/** Under load a process may take its time to start. */
const TIMEOUT_MS = 60_000;

/** What never loads. */
const HANGING = `
  setInterval(() => undefined, 1_000_000);
  console.log("loading");
  await new Promise(() => undefined);
`;

/** Runs the command with another program behind it. */
function runBefore(program: string, args: readonly string[]) {
  const folder = createFolder();
  for (const name of ["bin", "dist"]) {
    mkdirSync(join(folder, name));
  }
  const command = join(folder, "bin", "agent-runtime.js");
  copyFileSync(COMMAND, command);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "dist", "cli.js"), program);
  return runProgram([command, ...args], {});
}

describe("a signal while the modules of the command are loaded", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "ends a server with 0: %s, which the kernel would drop for process 1",
    async (signal) => {
      const started = runBefore(HANGING, ["serve", "./executor.js"]);
      await started.untilPrinted(/loading/);
      started.child.kill(signal);
      expect(await started.end).toMatchObject({ code: 0, signal: null });
    },
    TIMEOUT_MS,
  );

  it(
    "is left to whoever listens besides",
    async () => {
      const program = `process.on("SIGTERM", () => setTimeout(() => process.exit(3)));${HANGING}`;
      const started = runBefore(program, ["serve", "./executor.js"]);
      await started.untilPrinted(/loading/);
      started.child.kill("SIGTERM");
      expect(await started.end).toMatchObject({ code: 3, signal: null });
    },
    TIMEOUT_MS,
  );

  it(
    "ends another command as it ends any",
    async () => {
      const started = runBefore(HANGING, ["send"]);
      await started.untilPrinted(/loading/);
      started.child.kill("SIGINT");
      expect(await started.end).toMatchObject({ code: null, signal: "SIGINT" });
    },
    TIMEOUT_MS,
  );
});
