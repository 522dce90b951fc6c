// The way in from a bare clone: installs what the demo needs, then runs it on the Node it brings.
// This file is JavaScript without imports of its own packages, since nothing is there before.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const installed = join(root, "node_modules", ".package-lock.json");

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error !== undefined) {
    process.stderr.write(`${command}: ${error.message}\n`);
  }
  return status ?? 1;
}

if (process.platform !== "linux") {
  process.stderr.write(
    `The demo runs on Linux only, also for a cluster of your own; this is ${process.platform}.\n`,
  );
  process.exit(1);
}
// The terminal sends Ctrl-C to all: what runs winds up, and this waits for it.
process.on("SIGINT", () => undefined);

const isCurrent =
  existsSync(installed) &&
  statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
if (isCurrent) {
  // An edit is deployed, not what was built before it.
  const status = run("npm", ["run", "--silent", "build"]);
  if (status !== 0) {
    process.stderr.write("The packages of this repository could not be built: see above.\n");
    process.exit(status);
  }
} else {
  process.stderr.write("Installing the packages of this repository (npm ci) ...\n");
  const status = run("npm", ["ci", "--no-audit", "--no-fund"]);
  if (status !== 0) {
    process.stderr.write("The packages could not be installed: see above.\n");
    process.exit(status);
  }
}
process.exit(
  run(join(root, "node_modules", ".bin", "node"), [
    join(root, "test", "demo", "cli.ts"),
    ...process.argv.slice(2),
  ]),
);
