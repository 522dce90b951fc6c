import { type AgentCardSettings, toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { toCardDocument, toInterfaces } from "../../../agent-runtime/src/card/card-document.ts";
import { createCardSource } from "../../../agent-runtime/src/card/card-source.ts";
import { toCallersText } from "../../../agent-runtime/src/http/routes/callers-text.ts";
import { createPageRoute } from "../../../agent-runtime/src/http/routes/page.ts";
import { createRouter } from "../../../agent-runtime/src/http/router.ts";
import { fullCard, smallestCard } from "../../contract/card-fixtures.ts";
import { createAgentUnderTest } from "../agent-under-test.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { fetchFrom } from "./fetch-from.ts";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const GATEWAY = { "X-Forwarded-Host": "agents.example.com", "X-Forwarded-Proto": "https" };

const card: AgentCardSettings = {
  ...smallestCard,
  name: "Echo",
  skills: [
    {
      id: "s",
      name: "Say <b>it</b>",
      description: "Repeats & returns",
      tags: ["a", "b"],
      examples: ['Say "it"'],
    },
  ],
};

async function fetchPage(settings: AgentCardSettings, headers: Record<string, string> = {}) {
  const log = createRecordedLog();
  const source = await createCardSource({
    cards: { main: { card: toMountedCard(settings), file: undefined }, extended: undefined },
    url: "http://research.agents:8000",
    isCompatOn: true,
    forwardedHosts: ["agents.example.com"],
    clock: createManualClock(),
    log,
  });
  const route = createPageRoute(source.findDocument);
  return fetchFrom(createRouter([{ methods: ["GET"], path: "/", route }], { log }), "/", {
    headers,
  });
}

describe("the page of the agent", () => {
  it("shows the name, the skills, where it speaks, the card and a first command", async () => {
    const response = await fetchPage(card);
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/html; charset=UTF-8");
    const text = await response.text();
    for (const part of [
      "<title>Echo</title>",
      "Repeats &amp; returns",
      "Say &quot;it&quot;",
      '<a href=".well-known/agent-card.json">',
      "curl &#39;http://research.agents:8000/&#39;",
      "<tr><td>A2A 1.0</td><td>HTTP+JSON</td><td>http://research.agents:8000</td></tr>",
      "<tr><td>A2A 0.3</td><td>JSONRPC</td><td>http://research.agents:8000/</td></tr>",
      "Whoever reaches it may call it.",
    ]) {
      expect(text).toContain(part);
    }
  });

  it("leads people who come through a gateway back there", async () => {
    const response = await fetchPage(card, GATEWAY);
    expect(await response.text()).toContain("curl &#39;https://agents.example.com/&#39;");
    expect(response.headers.get("Vary")).toBe(
      "Accept, X-Forwarded-Host, X-Forwarded-Proto, X-Forwarded-Prefix",
    );
  });

  it("runs nothing that a card brings along, and loads nothing", async () => {
    const hostile = '<script>alert("1")</script>';
    const response = await fetchPage({
      ...fullCard,
      capabilities: {},
      name: hostile,
      description: hostile,
      version: hostile,
      skills: [
        { id: "s", name: hostile, description: hostile, tags: [hostile], examples: [hostile] },
      ],
      securitySchemes: { a: { apiKeySecurityScheme: { location: "header", name: hostile } } },
      securityRequirements: [{ schemes: { a: { list: [] } } }],
    });
    expect(response.headers.get("Content-Security-Policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'",
    );
    const text = await response.text();
    expect(text).toContain("&lt;script&gt;");
    expect(text).not.toContain("<script");
    expect(text).not.toMatch(/(src|href)="http/);
  });

  it("is for browsers", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch("/", { headers: { Accept: BROWSER } });
    expect(response.headers.get("Content-Type")).toBe("text/html; charset=UTF-8");
  });

  it.each(["application/json", "*/*", ""])("is not for who accepts '%s'", async (accept) => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch("/", { headers: { Accept: accept } });
    expect(response.status).toBe(405);
  });
});

describe("who may call", () => {
  const toText = (names: string[][]) =>
    toCallersText(
      toCardDocument(
        toMountedCard({
          ...fullCard,
          securityRequirements: names.map((some) => ({
            schemes: Object.fromEntries(some.map((name) => [name, { list: [] }])),
          })),
        }),
        toInterfaces("http://a", false),
      ),
    );

  it.each([
    [[], "Whoever reaches it may call it."],
    [[["bearer"], []], "Whoever reaches it may call it."],
    [[["bearer"]], "Callers show who they are: with Bearer credentials."],
    [
      [["mesh", "key"], ["login"], ["openId"]],
      "Callers show who they are: with a certificate and a key (header 'X-Key'), or with a token of OAuth 2, or with a token of OpenID Connect.",
    ],
  ])("is told for %j", (names, text) => {
    expect(toText(names)).toBe(text);
  });
});
