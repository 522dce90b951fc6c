import { expect, test } from "vitest";
import { runCommand } from "../../tools/command.ts";
import { readTreeCpuMs } from "./tree-cpu.ts";

test("what a child of a child has taken of the processor is told once it has ended", async () => {
  const work =
    "const until = process.cpuUsage().user + 2e5; while (process.cpuUsage().user < until);";
  const before = readTreeCpuMs();

  await runCommand(["sh", "-c", '"$@"; true', "sh", process.execPath, "-e", work]);

  expect(readTreeCpuMs() - before).toBeGreaterThanOrEqual(200);
});
