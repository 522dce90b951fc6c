import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AlertName } from "../../../sdk/src/alerts/alert-names.ts";
import type { AlertingRule, RuleFile } from "../../../sdk/src/alerts/rule-group.ts";
import { OUT_FOLDER } from "../../runner/layout.ts";
import { CommandError, runCommand } from "../../tools/command.ts";
import { ensureGoTool } from "../../tools/go-tools.ts";
import { createProgress } from "../../tools/progress.ts";
import { createUniqueText } from "../unique-text.ts";

/** How often the samples of a test follow each other, and its rules are evaluated. */
const DEFAULT_INTERVAL = "15s";

/** A metric with its labels, and its samples from the beginning on in the notation of promtool. */
export type InputSeries = [series: string, values: string];

/** Samples, and what an alert makes of them at a time. */
export interface AlertCase {
  alert: AlertName;
  /** What happens. */
  title: string;
  series: readonly InputSeries[];
  /** From one sample to the next. Defaults to 15 s. */
  interval?: string;
  /** When it is looked at, from the first samples on, such as `10m`. */
  at: string;
  /** The labels of each alert that somebody is told of, besides its name and its severity. */
  fires: readonly Record<string, string>[];
}

/** Samples, and what a query makes of them at a time. */
export interface QueryCase {
  title: string;
  series: readonly InputSeries[];
  at: string;
  /** The series of the result with their values. */
  result: readonly { labels: string; value: number }[];
}

/** What promtool says of files: nothing when all is well. */
export interface Promtool {
  /** Checks the configuration of a Prometheus and the files that it names, in a folder of their own. */
  checkConfig: (
    config: object,
    files: Readonly<Record<string, object | string>>,
  ) => Promise<string>;
  /** Checks a file of rules, or one as it is written. */
  checkRules: (file: RuleFile | string) => Promise<string>;
  testAlert: (file: RuleFile, alertCase: AlertCase) => Promise<string>;
  testQuery: (query: string, queryCase: QueryCase) => Promise<string>;
}

/**
 * Makes promtool ready, which is built the first time.
 *
 * @param group names the folder in `test/out/` that the files of its checks are left in.
 */
export async function preparePromtool(group: string): Promise<Promtool> {
  const promtool = await ensureGoTool("promtool", createProgress());
  const folder = join(OUT_FOLDER, group);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  const write = async (content: object | string): Promise<string> => {
    const path = join(folder, `${createUniqueText("file")}.json`);
    const text = typeof content === "string" ? content : JSON.stringify(content, undefined, 2);
    await writeFile(path, text);
    return path;
  };
  const run = async (...args: string[]): Promise<string> => {
    try {
      await runCommand([promtool, ...args]);
      return "";
    } catch (error) {
      if (error instanceof CommandError && error.exitCode !== undefined) {
        return `${error.stdout}\n${error.stderr}`;
      }
      throw error;
    }
  };
  const test = async (
    file: RuleFile,
    tests: object,
    interval = DEFAULT_INTERVAL,
  ): Promise<string> =>
    await run(
      "test",
      "rules",
      await write({
        rule_files: [await write(file)],
        evaluation_interval: interval,
        group_eval_order: file.groups.map(({ name }) => name),
        tests: [{ interval, ...tests }],
      }),
    );

  return {
    checkConfig: async (config, files) => {
      const own = join(folder, createUniqueText("config"));
      await mkdir(own);
      const path = join(own, "prometheus.yml");
      for (const [name, content] of Object.entries({ ...files, "prometheus.yml": config })) {
        const text = typeof content === "string" ? content : JSON.stringify(content);
        await writeFile(join(own, name), text);
      }
      return await run("check", "config", "--lint=all", "--lint-fatal", path);
    },
    checkRules: async (file) =>
      await run("check", "rules", "--lint=all", "--lint-fatal", await write(file)),
    testAlert: async (file, { alert, at, fires, interval, series }) => {
      const { severity } = findRule(file, alert).labels;
      const tests = {
        input_series: toInput(series),
        alert_rule_test: [
          {
            alertname: alert,
            eval_time: at,
            exp_alerts: fires.map((labels) => ({ exp_labels: { ...labels, severity } })),
          },
        ],
      };
      return await test(toTestedRules(file, alert), tests, interval);
    },
    testQuery: async (query, { at, result, series }) =>
      await test(
        { groups: [] },
        {
          input_series: toInput(series),
          promql_expr_test: [{ expr: query, eval_time: at, exp_samples: result }],
        },
      ),
  };
}

/** The rule of an alert. */
export function findRule(file: RuleFile, name: AlertName): AlertingRule {
  const rule = file.groups
    .flatMap(({ rules }) => rules)
    .filter((candidate) => "alert" in candidate)
    .find(({ alert }) => alert === name);
  if (rule === undefined) {
    throw new Error(`There is no alert '${name}'.`);
  }
  return rule;
}

/** An alert and the records that it may read. promtool compares texts too, which other tests read. */
function toTestedRules({ groups }: RuleFile, name: AlertName): RuleFile {
  return {
    groups: groups.map(({ rules, ...group }) => ({
      ...group,
      rules: rules
        .filter((rule) => "record" in rule || rule.alert === name)
        .map((rule) => ("record" in rule ? rule : { ...rule, annotations: {} })),
    })),
  };
}

function toInput(series: readonly InputSeries[]): object[] {
  return series.map(([name, values]) => ({ series: name, values }));
}
