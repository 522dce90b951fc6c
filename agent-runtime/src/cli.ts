#!/usr/bin/env node
import { SettingsError } from "@berth/contract";
import { Command } from "commander";
import { ExecutorModuleError } from "./commands/executor-module.js";
import { createServeCommand } from "./commands/serve.js";
import { ListenError } from "./listen-error.js";
import { hostProcess } from "./server.js";

const print = (text: string): void => {
  console.log(text);
};

const program = new Command("agent-runtime")
  .description("Runs A2A agents (https://a2a-protocol.org)")
  .addCommand(createServeCommand(print));

/** Written for people: a stack would hide what it says. */
const isForPeople = (error: unknown): error is Error =>
  [ExecutorModuleError, ListenError, SettingsError].some((type) => error instanceof type);

try {
  await program.parseAsync();
} catch (error) {
  console.error(isForPeople(error) ? error.message : error);
  hostProcess.exit(1);
}
