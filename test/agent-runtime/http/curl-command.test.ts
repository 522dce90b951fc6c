import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { type AgentCardSettings, toMountedCard } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { toCardDocument, toInterfaces } from "../../../agent-runtime/src/card/card-document.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { toCurlCommand } from "../../../agent-runtime/src/http/curl-command.ts";
import { fullCard, smallestCard } from "../../contract/card-fixtures.ts";
import { createFakeHost } from "../fake-host.ts";
import { createRecordedLog } from "../recorded-log.ts";

const AGENT_URL = "http://research.agents:8000/";

const withExample = (example: string): AgentCardSettings => ({
  ...smallestCard,
  skills: smallestCard.skills.map((skill) => ({ ...skill, examples: [example] })),
});

const toCommand = (settings: AgentCardSettings, url = AGENT_URL): string =>
  toCurlCommand(toCardDocument(toMountedCard(settings), toInterfaces(url, true)));

/** What a shell makes of the command: the words that curl would get. */
function toWords(command: string, env: Record<string, string> = {}): string[] {
  const script = command.replace(/^curl/, "printf '%s\\0'");
  return execFileSync("sh", ["-c", script], { env: { ...process.env, ...env } })
    .toString()
    .split("\0");
}

describe("the command that can be copied", () => {
  it("comes through a shell as it was meant, whatever the example says", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "binary" }).filter((text) => text.trim() !== ""),
        (text) => {
          const words = toWords(toCommand(withExample(text)));
          expect(words.slice(0, 6)).toEqual([
            AGENT_URL,
            "-H",
            "A2A-Version: 1.0",
            "-H",
            "Content-Type: application/json",
            "-d",
          ]);
          expect(JSON.parse(words[6] ?? "")).toEqual({
            jsonrpc: "2.0",
            id: 1,
            method: "SendMessage",
            params: {
              message: {
                messageId: expect.stringMatching(/^\d+$/) as string,
                role: "ROLE_USER",
                parts: [{ text }],
              },
            },
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("makes another id each time: a message that comes again is no new one", () => {
    expect(toCommand(smallestCard)).toContain(`"messageId":"'$(date +%s)'"`);
  });

  it.each([
    [{ httpAuthSecurityScheme: { scheme: "Bearer" } }, "Authorization: Bearer t-1"],
    [{ httpAuthSecurityScheme: { scheme: "Basic" } }, "Authorization: Basic t-1"],
    [
      { openIdConnectSecurityScheme: { openIdConnectUrl: "https://e.com" } },
      "Authorization: Bearer t-1",
    ],
    [{ apiKeySecurityScheme: { location: "header", name: "X-Key" } }, "X-Key: k-1"],
    [{ apiKeySecurityScheme: { location: "header", name: "$(id)'" } }, "$(id)': k-1"],
  ])("has a place for what shows who calls: %j", (way, header) => {
    const words = toWords(
      toCommand({
        ...smallestCard,
        securitySchemes: { way },
        securityRequirements: [{ schemes: { way: { list: [] } } }],
      }),
      { TOKEN: "t-1", API_KEY: "k-1" },
    );
    expect(words.slice(5, 8)).toEqual(["-H", header, "-d"]);
  });

  it("has none where a header does not do", () => {
    const card = {
      ...fullCard,
      securityRequirements: [{ schemes: { mesh: { list: [] } } }],
    };
    expect(toWords(toCommand(card))[5]).toBe("-d");
  });

  it("starts a task of an agent that listens", async () => {
    const server = createAgentServerOn(
      { config: readConfig({}), clock: systemClock, host: createFakeHost() },
      {
        executor: (task) => {
          task.complete(`Heard: ${task.message.text}`);
        },
        card: smallestCard,
        host: "127.0.0.1",
        port: 0,
        metricsPort: 0,
        adminPort: 0,
        log: createRecordedLog(),
      },
    );
    onTestFinished(() => server.close());
    const { port } = await server.listen();
    const command = toCommand(withExample('It\'s "so" $HOME `id`'), `http://127.0.0.1:${port}/`);
    const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --silent --fail`]);
    expect(JSON.parse(stdout)).toMatchObject({
      id: 1,
      result: {
        task: {
          status: {
            state: "TASK_STATE_COMPLETED",
            message: { parts: [{ text: 'Heard: It\'s "so" $HOME `id`' }] },
          },
        },
      },
    });
  });
});
