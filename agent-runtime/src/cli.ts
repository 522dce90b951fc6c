import { SettingsError } from "@berth/contract";
import { Command } from "commander";
import { ExecutorModuleError } from "./commands/executor-module.js";
import { FilePartError } from "./commands/file-part.js";
import { ListenError } from "./listen-error.js";
import { COMMAND_ARGUMENTS, hostProcess } from "./server.js";

const { write } = hostProcess;
const output = { result: write, note: console.error };

/** Each is loaded when it is asked for: what a proxy does not need would take memory in every pod. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./commands/serve.js")).createServeCommand(write),
  proxy: async () => (await import("./commands/proxy.js")).createProxyCommand(write),
  send: async () => (await import("./commands/send.js")).createSendCommand(output),
  doctor: async () => (await import("./commands/doctor.js")).createDoctorCommand(write),
  discover: async () => (await import("./commands/discover.js")).createDiscoverCommand(output),
  "serve-discovery": async () =>
    (await import("./commands/serve-discovery.js")).createServeDiscoveryCommand(write),
};

async function createProgram([name = ""]: readonly string[]): Promise<Command> {
  const program = new Command("agent-runtime").description(
    "Runs A2A agents (https://a2a-protocol.org)",
  );
  const isKnown = Object.hasOwn(COMMANDS, name);
  for (const [known, create] of Object.entries(COMMANDS)) {
    // For a list of all, all are needed.
    if (!isKnown || known === name) {
      program.addCommand(await create());
    }
  }
  return program;
}

/** Written for people: a stack would hide what it says. */
const isForPeople = (error: unknown): error is Error =>
  [ExecutorModuleError, FilePartError, ListenError, SettingsError].some(
    (type) => error instanceof type,
  );

try {
  const program = await createProgram(COMMAND_ARGUMENTS);
  await program.parseAsync();
} catch (error) {
  console.error(isForPeople(error) ? error.message : error);
  hostProcess.exit(1);
}
