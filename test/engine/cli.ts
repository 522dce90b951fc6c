// The Pulumi CLI that the tests run, for a person at a terminal.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve, sep } from "node:path";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { createProgress } from "../tools/progress.ts";
import { copyPlugins, prepareEngine } from "./engine.ts";

const progress = createProgress();
const engine = await prepareEngine({ progress });
for (const standIn of engine.standIns) {
  progress.note(`  ${standIn}`);
}
// What the caller sets goes before what a test needs to be on its own.
const given = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name.startsWith("PULUMI_") || name === "NO_COLOR"),
);
const home = process.env["PULUMI_HOME"] ?? cacheDirectory("pulumi-home");
const isOurs =
  home === cacheDirectory("pulumi-home") ||
  resolve(home).startsWith(join(ROOT_FOLDER, ".berth") + sep);
if (isOurs) {
  await copyPlugins(engine, home);
} else {
  progress.note(`  PULUMI_HOME (${home}) is your own: no plugins are copied there`);
}
const child = spawn(engine.pulumi, process.argv.slice(2), {
  env: {
    ...process.env,
    ...engine.environment,
    NO_COLOR: undefined,
    ...given,
    PULUMI_HOME: home,
  },
  stdio: "inherit",
});
// The terminal sends the signal to both; the CLI decides what an interrupt means.
process.on("SIGINT", () => undefined);
const [code] = (await once(child, "exit")) as [number | null];
process.exitCode = code ?? 1;
