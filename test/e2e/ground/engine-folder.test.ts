// A folder program, the usual form of a Pulumi project, in both module formats of Node.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll } from "vitest";
import { recordFigure } from "../../runner/figures.ts";
import { buildLife, describeLifecycle, engineForThisFile } from "./engine-lifecycle.ts";
import { createCliStack } from "./engine-stack.ts";

const under = engineForThisFile();

beforeAll(async () => {
  recordFigure("parts of the engine that are stand-ins", under.engine.standIns.join("; "), "list");
  // One program in two formats: what differs is how Node is told to load it.
  await copyFile(
    join(under.programs, "folder", "index.ts"),
    join(under.programs, "folder-commonjs", "index.ts"),
  );
});

for (const { program, moduleFormat } of [
  { program: "folder", moduleFormat: "module" },
  { program: "folder-commonjs", moduleFormat: "commonjs" },
]) {
  describeLifecycle({
    name: program,
    start: async () => {
      const stack = await createCliStack(under.sandbox, join(under.programs, program));
      return buildLife(under, program, stack, { moduleFormat });
    },
  });
}
