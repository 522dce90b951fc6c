import { execFileSync } from "node:child_process";
import type { AgentSkill } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCurlCommand } from "../../../agent-runtime/src/http/curl-command.ts";
import { CARD_URL, createAgentUnderTest } from "../agent-under-test.ts";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

const skill: AgentSkill = {
  id: "s",
  name: "Say <b>it</b>",
  description: "Repeats & returns",
  tags: ["a", "b"],
  examples: ['It\'s "so" $HOME `id`'],
};

describe("the page of the agent", () => {
  it("shows a browser the name, the skills, the card and a first command", async () => {
    const agent = createAgentUnderTest(() => undefined, {
      card: { name: "Echo", skills: [skill] },
    });
    const response = await agent.fetch("/", { headers: { Accept: BROWSER } });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/html; charset=UTF-8");
    const text = await response.text();
    expect(text).toContain("<title>Echo</title>");
    expect(text).toContain("Repeats &amp; returns");
    expect(text).toContain('<a href="/.well-known/agent-card.json">');
    expect(text).toContain(`curl &#39;${CARD_URL}&#39;`);
  });

  it("runs nothing that a card brings along, and loads nothing", async () => {
    const agent = createAgentUnderTest(() => undefined, {
      card: { name: "<script>alert(1)</script>", skills: [skill] },
    });
    const response = await agent.fetch("/", { headers: { Accept: BROWSER } });
    expect(response.headers.get("Content-Security-Policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'",
    );
    const text = await response.text();
    expect(text).not.toContain("<script");
    expect(text).not.toContain("<b>");
    expect(text).not.toMatch(/(src|href)="http/);
  });

  it.each(["application/json", "*/*", ""])("is not for who accepts '%s'", async (accept) => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch("/", { headers: { Accept: accept } });
    expect(response.status).toBe(405);
  });
});

describe("the command that can be copied", () => {
  it("comes through a shell as it was meant, whatever the example says", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (text) => {
        const command = toCurlCommand({
          skills: [{ ...skill, examples: [text] }],
          supportedInterfaces: [
            { url: CARD_URL, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
          ],
        } as never);
        const script = command.replace(/^curl/, "printf '%s\\0'");
        const words = execFileSync("sh", ["-c", script]).toString().split("\0");
        expect(words.slice(0, 5)).toEqual([
          CARD_URL,
          "-H",
          "A2A-Version: 1.0",
          "-H",
          "Content-Type: application/json",
        ]);
        expect(JSON.parse(words[6] ?? "") as unknown).toEqual({
          jsonrpc: "2.0",
          id: 1,
          method: "SendMessage",
          params: { message: { messageId: "1", role: "ROLE_USER", parts: [{ text }] } },
        });
      }),
      { numRuns: 30 },
    );
  });
});
