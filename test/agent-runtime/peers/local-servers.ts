import type { AgentExecutor, AgentServerOptions } from "@berth/agent-runtime";
import { onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createFakeHost } from "../fake-host.ts";
import { createRecordedLog } from "../recorded-log.ts";

/** Serves an executor on a free port until the test is over, and returns its address. */
export async function serve(
  executor: AgentExecutor,
  change: Partial<AgentServerOptions> = {},
): Promise<string> {
  const server = createAgentServerOn(
    { config: readConfig({}), clock: systemClock, host: createFakeHost() },
    {
      executor,
      card: smallestCard,
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      adminPort: 0,
      log: createRecordedLog(),
      ...change,
    },
  );
  onTestFinished(() => server.close());
  const { port } = await server.listen();
  return `http://127.0.0.1:${port}`;
}
