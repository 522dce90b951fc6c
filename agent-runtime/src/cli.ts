import { SettingsError } from "@berth/contract";
import { Command } from "commander";
import { createDiscoverCommand } from "./commands/discover.js";
import { createDoctorCommand } from "./commands/doctor.js";
import { ExecutorModuleError } from "./commands/executor-module.js";
import { FilePartError } from "./commands/file-part.js";
import { createProxyCommand } from "./commands/proxy.js";
import { createSendCommand } from "./commands/send.js";
import { createServeCommand } from "./commands/serve.js";
import { createServeDiscoveryCommand } from "./commands/serve-discovery.js";
import { ListenError } from "./listen-error.js";
import { PeerError } from "./peers/peer-error.js";
import { hostProcess } from "./server.js";

const program = new Command("agent-runtime")
  .description("Runs A2A agents (https://a2a-protocol.org)")
  .addCommand(createServeCommand(hostProcess.write))
  .addCommand(createProxyCommand(hostProcess.write))
  .addCommand(createSendCommand({ result: hostProcess.write, note: console.error }))
  .addCommand(createDoctorCommand(hostProcess.write))
  .addCommand(createDiscoverCommand({ result: hostProcess.write, note: console.error }))
  .addCommand(createServeDiscoveryCommand(hostProcess.write));

/** Written for people: a stack would hide what it says. */
const isForPeople = (error: unknown): error is Error =>
  [ExecutorModuleError, FilePartError, ListenError, PeerError, SettingsError].some(
    (type) => error instanceof type,
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(isForPeople(error) ? error.message : error);
  hostProcess.exit(1);
}
