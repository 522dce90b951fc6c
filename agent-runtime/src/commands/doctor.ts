import {
  ADMIN_PORT,
  DEFAULT_AGENT_PORT,
  HTTP_PATHS,
  METRICS_PORT,
  SERVICE_PORT,
  SIDECAR_PORT,
} from "@berth/contract";
import { Command } from "commander";
import { examine } from "../doctor/examine.js";
import type { Finding } from "../doctor/finding.js";
import { countLevel, toSectionText, toSummaryText } from "../doctor/report.js";
import { hostProcess } from "../server.js";
import { parseAgentUrl, parseHeader, parseMetricsUrl, parseSeconds } from "./parse-options.js";

interface DoctorCommandOptions {
  graceSeconds?: number;
  header?: Record<string, string>;
  admin?: string;
  metrics?: string;
  json?: boolean;
}

const EXAMPLES = `
It sends no message: no task is started. It ends with 1 when there is a problem.

Examples:
  $ agent-runtime doctor http://localhost:8000
  $ agent-runtime doctor https://research.example.com --grace-seconds 120
  $ agent-runtime doctor http://localhost:8001 --admin http://localhost:9467 --metrics http://localhost:9466

An agent in a cluster; one without a sidecar has ${DEFAULT_AGENT_PORT} in place of ${SERVICE_PORT}:${SIDECAR_PORT}, and the others if it serves them:
  $ kubectl port-forward deployment/research ${SERVICE_PORT}:${SIDECAR_PORT} ${METRICS_PORT} ${ADMIN_PORT} &
  $ agent-runtime doctor http://localhost:${SERVICE_PORT} --grace-seconds 120 --json
`;

/** Makes the command that looks at an agent and says what to do about what it finds. */
export function createDoctorCommand(print: (text: string) => void): Command {
  return new Command("doctor")
    .description(
      "Look at an agent, of any make, and say what will go wrong and what to do about it.",
    )
    .argument("<url>", "the address of the agent", parseAgentUrl)
    .option(
      "--grace-seconds <seconds>",
      "the terminationGracePeriodSeconds of its pod (default: what Berth gives)",
      parseSeconds,
    )
    .option("--admin <url>", `where its probes are (default: port ${ADMIN_PORT})`, parseAgentUrl)
    .option(
      "--metrics <url>",
      `where its metrics are, ${HTTP_PATHS.metrics} when the URL has no path (default: port ${METRICS_PORT})`,
      parseMetricsUrl,
    )
    .option(
      "--header <header>",
      'a header of each request to the agent, once for each: "X-API-Key: ..."',
      parseHeader,
    )
    .option("--json", "print the findings as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (url: string, options: DoctorCommandOptions) => {
      const isJson = options.json === true;
      const found: (Finding & { check: string })[] = [];
      const sections = examine({
        url,
        headers: options.header,
        graceSeconds: options.graceSeconds,
        adminUrl: options.admin,
        metricsUrl: options.metrics,
      });
      for await (const section of sections) {
        found.push(...section.findings.map((finding) => ({ check: section.title, ...finding })));
        if (!isJson) {
          print(toSectionText(section));
        }
      }
      print(
        isJson ? `${JSON.stringify({ url, findings: found }, null, 2)}\n` : toSummaryText(found),
      );
      hostProcess.setExitCode(countLevel(found, "problem") === 0 ? 0 : 1);
    });
}
