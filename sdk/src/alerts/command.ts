import { SettingsError } from "@berth/contract";
import { parseArgs } from "node:util";
import type { CommandHost } from "../command/command-host.js";
import type { AlertRulesArgs } from "./args.js";
import { ALERTS_OPTIONS } from "./command-options.js";
import { renderAlertRules } from "./render-alert-rules.js";

const OPTIONS = Object.entries(ALERTS_OPTIONS) as [
  property: keyof AlertRulesArgs,
  option: (typeof ALERTS_OPTIONS)[keyof AlertRulesArgs],
][];

/** As wide as the longest option with its value. */
const OPTION_WIDTH = 32;

const HELP = `Usage: berth alerts [options]

Prints the alerts about agents as a file of rules of Prometheus, in JSON, which it reads as YAML. What each
alert means, and what to do, is in src/alerts/README.md of the package.

Options:
${OPTIONS.map(([, { byDefault, flag, help, placeholder }]) =>
  toHelpLine(`--${flag} <${placeholder}>`, `${help} (default: ${byDefault})`),
).join("\n")}
${toHelpLine("-h, --help", "print this")}

Examples:
  $ npx @berth/berth alerts > berth-rules.json
  $ npx @berth/berth alerts --source KubeStateMetrics --source ApiServer --label team=search | promtool check rules
  $ npx @berth/berth alerts --drain-limit-seconds 600 --exclude AgentAbsent > berth-rules.json

For the Prometheus Operator, with the labels that its Prometheus selects:
  $ npx @berth/berth alerts | jq '{apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule",
      metadata: {name: "berth", labels: {release: "prometheus"}}, spec: .}' | kubectl apply --filename=-
`;

/**
 * Runs `berth alerts`.
 *
 * @param args are what follows its name.
 * @returns the exit code.
 */
export function runAlertsCommand(args: readonly string[], host: CommandHost): 0 | 1 {
  const refuse = (...reasons: string[]): 1 => {
    host.printError(`${reasons.join("\n")}\nSee 'berth alerts --help'.\n`);
    return 1;
  };
  let options: AlertRulesArgs | "help";
  try {
    options = parseOptions(args);
  } catch (error) {
    return refuse((error as Error).message);
  }
  if (options === "help") {
    host.print(HELP);
    return 0;
  }
  try {
    host.print(`${JSON.stringify(renderAlertRules(options), undefined, 2)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    return refuse(...error.issues.map(toReason));
  }
}

function parseOptions(args: readonly string[]): AlertRulesArgs | "help" {
  const texts = OPTIONS.map(([, { flag }]) => [flag, { type: "string", multiple: true }] as const);
  const { values } = parseArgs({
    args: [...args],
    options: { help: { type: "boolean", short: "h" }, ...Object.fromEntries(texts) },
  });
  if (values.help === true) {
    return "help";
  }
  const given = values as Readonly<Record<string, string[]>>;
  return Object.fromEntries(
    OPTIONS.flatMap(([property, { flag, toValue }]) => {
      const all = given[flag];
      return all === undefined ? [] : [[property, toValue(all)]];
    }),
  );
}

/** Names the option in the place of the property. */
function toReason({ propertyPath, reason }: SettingsError["issues"][number]): string {
  const [property = ""] = /^\w+/.exec(propertyPath) ?? [];
  const { flag } = ALERTS_OPTIONS[property as keyof AlertRulesArgs];
  const label = /^labels(?:\.(\w+)|\["(.+)"\])$/.exec(propertyPath);
  const place = label === null ? `--${flag}` : `--${flag} ${label[1] ?? label[2] ?? ""}`;
  return reason.replace(`'${propertyPath}'`, () => `'${place}'`);
}

function toHelpLine(option: string, help: string): string {
  return `  ${option.padEnd(OPTION_WIDTH)} ${help}`;
}
