#!/usr/bin/env node
// npm links a command when it installs, which is before this repository is built.
import { runBerthCommand } from "../dist/command/berth-command.js";

// A reader like `head` closes the pipe when it has seen enough.
process.stdout.on("error", (error) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

process.exitCode = await runBerthCommand(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  hasColours: process.stdout.hasColors?.() === true,
});
