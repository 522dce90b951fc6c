import type { AgentExecutor, AgentServerAddresses, AgentServerOptions } from "@berth/agent-runtime";
import { ADMIN_PORT, METRICS_PORT } from "@berth/contract";
import { onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { examine } from "../../../agent-runtime/src/doctor/examine.ts";
import type { Finding } from "../../../agent-runtime/src/doctor/finding.ts";
import { type Probe, probeHttp } from "../../../agent-runtime/src/doctor/probe.ts";
import type { DoctorOptions } from "../../../agent-runtime/src/doctor/survey.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createFakeHost } from "../fake-host.ts";
import { createRecordedLog } from "../recorded-log.ts";

/** Serves an agent of ours until the test is over. */
export function serveAgent(
  executor: AgentExecutor,
  change: Partial<AgentServerOptions> = {},
): Promise<AgentServerAddresses> {
  const ports = { port: 0, metricsPort: 0, adminPort: 0 };
  const server = createAgentServerOn(
    { config: readConfig({}), clock: systemClock, host: createFakeHost() },
    {
      executor,
      card: smallestCard,
      host: "127.0.0.1",
      log: createRecordedLog(),
      ...ports,
      ...change,
    },
  );
  onTestFinished(() => server.close());
  return server.listen();
}

/** Nobody listens there: the ports of another agent on this machine are not looked at. */
const NO_PORT = 1;

/** Asks as from a machine where other ports are those that an agent has by default. */
export function createProbe(metricsPort = NO_PORT, adminPort = NO_PORT): Probe {
  const usual: Record<string, number> = { [METRICS_PORT]: metricsPort, [ADMIN_PORT]: adminPort };
  return (url, init) => {
    const place = new URL(url);
    place.port = String(usual[place.port] ?? place.port);
    return probeHttp(place.href, init);
  };
}

/** What the doctor finds, by the title of the check. */
export async function findAll(
  url: string,
  options: Omit<DoctorOptions, "url"> = {},
  probe = createProbe(),
): Promise<Record<string, Finding[]>> {
  const nowhere = `http://127.0.0.1:${NO_PORT}/`;
  const given = { url, adminUrl: nowhere, metricsUrl: nowhere, ...options };
  const found: Record<string, Finding[]> = {};
  for await (const { findings, title } of examine(given, probe)) {
    found[title] = findings;
  }
  return found;
}
