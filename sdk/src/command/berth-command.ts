import type { PreflightHost } from "../preflight/command.js";

const HELP = `Usage: berth <command> [options]

Commands:
  alerts      print the alerts about agents as a file of rules of Prometheus
  preflight   look at a cluster before an AgentPlatform is made there

Options:
  -h, --help  print this, or what a command does

Examples:
  $ npx @berth/berth preflight
  $ npx @berth/berth alerts > berth-rules.json
  $ npx @berth/berth alerts --help
`;

/**
 * Runs the command `berth`.
 *
 * @param args are what follows its name.
 * @returns the exit code.
 */
export async function runBerthCommand(
  args: readonly string[],
  host: PreflightHost,
): Promise<0 | 1> {
  const [name, ...rest] = args;
  switch (name) {
    // Each is loaded when it is asked for: the schema of the alerts takes a second, for it loads Pulumi.
    case "alerts":
      return (await import("../alerts/command.js")).runAlertsCommand(rest, host);
    case "preflight":
      return await (await import("../preflight/command.js")).runPreflightCommand(rest, host);
    case "--help":
    case "-h":
      host.print(HELP);
      return 0;
    default:
      host.printError(
        `${name === undefined ? "A command must be given" : `'${name}' is not a command`}: ` +
          "give alerts or preflight.\nSee 'berth --help'.\n",
      );
      return 1;
  }
}
