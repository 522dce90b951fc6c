import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS,
} from "@berth/agent-runtime";
import {
  ADMIN_PORT,
  CARD_FILE_PATH,
  DEFAULT_AGENT_PORT,
  DEFAULT_MAX_TASK_SECONDS,
  ENVIRONMENT,
  type MetricDefinition,
  METRICS,
  METRICS_PORT,
  SIDECAR_PORT,
} from "@berth/contract";
import { format } from "prettier";
import { expect, it } from "vitest";
import { READ_VARIABLES } from "../../agent-runtime/src/config.ts";
import { DEFAULT_LOG_LEVEL } from "../../agent-runtime/src/log.ts";
import { DEFAULT_UPSTREAM_URL } from "../../agent-runtime/src/proxy/upstream-url.ts";
import { DEFAULT_COMPATIBILITY } from "../../agent-runtime/src/protocol/version.ts";
import { DEFAULT_MAX_QUEUED_TASKS } from "../../agent-runtime/src/tasks/work-queue.ts";
import { createPeerClient } from "../../agent-runtime/src/peers/peer-client.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { runProgram } from "./process/runtime-process.ts";

const README = join(ROOT_FOLDER, "agent-runtime", "README.md");
const readme = readFileSync(README, "utf8");

const DEFAULT_PORTS = `${DEFAULT_AGENT_PORT}, and ${SIDECAR_PORT} for \`proxy\``;

/** What the runtime serves where. */
const PORTS: readonly [port: string | number, served: string][] = [
  [
    `${DEFAULT_PORTS}, or \`${ENVIRONMENT.port}\``,
    "the card, JSON-RPC, HTTP+JSON and streams; a page for browsers",
  ],
  [METRICS_PORT, "`/metrics`"],
  [
    ADMIN_PORT,
    "`/livez`; `/readyz`, 503 unless new tasks are taken; `/drain`, which drains and answers when that is done",
  ],
];

const DEFAULTS: Readonly<Record<string, number | string>> = {
  [ENVIRONMENT.cardFile]: `\`${CARD_FILE_PATH}\``,
  [ENVIRONMENT.port]: DEFAULT_PORTS,
  [ENVIRONMENT.upstreamUrl]: `\`${DEFAULT_UPSTREAM_URL}\``,
  [ENVIRONMENT.agentUrl]: "`http://localhost`, or `--host`, with the port",
  [ENVIRONMENT.drain]: "`on`",
  [ENVIRONMENT.acceptWindowSeconds]: DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS,
  [ENVIRONMENT.maxTaskSeconds]: DEFAULT_MAX_TASK_SECONDS,
  [ENVIRONMENT.maxBodyBytes]: DEFAULT_MAX_BODY_BYTES,
  [ENVIRONMENT.maxQueuedTasks]: DEFAULT_MAX_QUEUED_TASKS,
  [ENVIRONMENT.compatibility]: DEFAULT_COMPATIBILITY,
  [ENVIRONMENT.logLevel]: `\`${DEFAULT_LOG_LEVEL}\``,
};

/** What the contract says about each variable. */
const descriptions = new Map(
  [
    ...readFileSync(join(ROOT_FOLDER, "contract", "src", "environment.ts"), "utf8").matchAll(
      /\/\*\*([^/]*)\*\/\s+\w+: "(\w+)"/g,
    ),
  ].map(([, comment = "", name = ""]) => [name, comment.replaceAll(/\s*\n\s*\*\s*/g, " ").trim()]),
);

it("has tables of where the runtime listens, what it reads and measures, in the contract's words: `npm run test:unit -- --update` writes them anew", async () => {
  const own = READ_VARIABLES.filter((name) => !name.startsWith("OTEL_"));
  const rows = own.map(
    (name) => `| \`${name}\` | ${descriptions.get(name) ?? "?"} | ${DEFAULTS[name] ?? ""} |`,
  );
  const ports = [
    "| Port | Serves |",
    "| --- | --- |",
    ...PORTS.map(([port, served]) => `| ${port} | ${served} |`),
  ];
  const environment = [
    "| Variable | What it says | Default |",
    "| --- | --- | --- |",
    ...rows.sort(),
  ];
  const metrics = [
    "| Metric | Type | Labels | What it tells |",
    "| --- | --- | --- | --- |",
    ...Object.values(METRICS).map(
      ({ name, type, labels, help }: MetricDefinition) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help} |`,
    ),
  ];
  const written = Object.entries({ ports, environment, metrics }).reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`<!-- table: ${name} -->\\n\\n(?:\\|.*\\n)*\\n?`),
        `<!-- table: ${name} -->\n\n${table.join("\n")}\n\n`,
      ),
    readme,
  );
  await expect(await format(written, { parser: "markdown", printWidth: 100 })).toMatchFileSnapshot(
    README,
  );
  expect(written).not.toContain("| ? |");
});

it("begins with an agent that does what it says", async () => {
  const file = fileURLToPath(new URL("./readme-example.ts", import.meta.url));
  const [, block] = /```ts\n([^]*?)```/.exec(readme) ?? [];
  expect(block).toBe(readFileSync(file, "utf8"));
  const { child, end, untilLogged } = runProgram([file], { A2A_PORT: "0" });
  const [, port] = await untilLogged(/"port":(\d+)/);
  const client = createPeerClient({ name: "example", url: `http://localhost:${String(port)}` });
  expect(await client.ask({ parts: [{ text: "to be or not to be" }] })).toMatchObject({
    state: "COMPLETED",
    text: "6 words.",
    artifacts: [{ name: "count", parts: [{ data: { words: 6 } }] }],
  });
  child.kill("SIGTERM");
  expect(await end).toMatchObject({ code: 0 });
});

it("asks for the Node that the package asks for, as does the README of the repository", () => {
  const read = (...path: string[]): string => readFileSync(join(ROOT_FOLDER, ...path), "utf8");
  const manifest = JSON.parse(read("agent-runtime", "package.json")) as {
    engines: { node: string };
  };
  const asked = [readme, read("README.md")].map((text) => /Node (\S+) or newer/.exec(text)?.[1]);
  expect(asked.map((version) => `>=${String(version)}`)).toEqual([
    manifest.engines.node,
    manifest.engines.node,
  ]);
});
