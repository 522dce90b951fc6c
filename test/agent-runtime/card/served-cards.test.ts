import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createRemoteJWKSet, decodeProtectedHeader, type JSONWebKeySet } from "jose";
import { describe, expect, it, onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import type { AgentCardDocument } from "../../../agent-runtime/src/card/card-document.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import type { AgentServerOptions } from "../../../agent-runtime/src/server-options.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createFakeHost } from "../fake-host.ts";
import { createFolder } from "../process/runtime-process.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { verifyBySdk } from "./signing-fixtures.ts";

const CARD_PATH = "/.well-known/agent-card.json";
const KEYS_PATH = "/.well-known/jwks.json";
const VERSION_1 = { "A2A-Version": "1.0" };

async function serve(
  options: Partial<AgentServerOptions> = {},
  environment: Record<string, string> = {},
): Promise<string> {
  const server = createAgentServerOn(
    { config: readConfig(environment), clock: systemClock, host: createFakeHost() },
    {
      executor: () => undefined,
      card: smallestCard,
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      adminPort: 0,
      log: createRecordedLog(),
      ...options,
    },
  );
  onTestFinished(() => server.close());
  const { port } = await server.listen();
  return `http://127.0.0.1:${port}`;
}

function writeFolderFile(name: string, content: string | Buffer): string {
  const file = join(createFolder(), name);
  writeFileSync(file, content);
  return file;
}

const writeSigningKey = (): string =>
  writeFolderFile(
    "key.pem",
    generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
      format: "pem",
      type: "pkcs8",
    }),
  );

const fetchCard = async (url: string, headers = {}): Promise<AgentCardDocument> =>
  (await (await fetch(url + CARD_PATH, { headers })).json()) as AgentCardDocument;

/** As `fetch` does not: a gateway that keeps the host of its caller. */
async function fetchAs(host: string, url: string): Promise<AgentCardDocument> {
  const answer = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    request(url + CARD_PATH, { headers: { host, ...VERSION_1 } }, resolve)
      .on("error", reject)
      .end();
  });
  return JSON.parse(await text(answer)) as AgentCardDocument;
}

describe("the card on a port", () => {
  it("is the same at the place where A2A 0.2 had it", async () => {
    const url = await serve();
    const [card, alias] = await Promise.all(
      [CARD_PATH, "/.well-known/agent.json"].map((path) => fetch(url + path)),
    );
    expect(alias?.headers.get("ETag")).toBe(card?.headers.get("ETag"));
    expect(await alias?.text()).toBe(await card?.text());
  });

  it("has its length when it is asked for without its content", async () => {
    const url = await serve();
    const whole = await fetch(url + CARD_PATH);
    const head = await fetch(url + CARD_PATH, { method: "HEAD" });
    expect(head.headers.get("Content-Length")).toBe(String((await whole.arrayBuffer()).byteLength));
    expect(await head.text()).toBe("");
  });

  it("is not sent again to who has it (section 8.6)", async () => {
    const url = await serve();
    const first = await fetch(url + CARD_PATH);
    for (const headers of [
      { "If-None-Match": first.headers.get("ETag") ?? "" },
      { "If-Modified-Since": first.headers.get("Last-Modified") ?? "" },
    ]) {
      const second = await fetch(url + CARD_PATH, { headers });
      expect([second.status, await second.text()]).toEqual([304, ""]);
      expect(second.headers.get("ETag")).toBe(first.headers.get("ETag"));
    }
  });

  it("is for the version in the query, too (section 3.6.1)", async () => {
    const url = await serve();
    const response = await fetch(`${url}${CARD_PATH}?A2A-Version=1.0`);
    expect(await response.json()).not.toHaveProperty("url");
    expect(await fetchCard(url)).toHaveProperty("url");
  });

  it("leads callers of a gateway that is believed back to it", async () => {
    const url = await serve({}, { A2A_FORWARDED_HOSTS: "agents.example.com" });
    const forwarded = await fetchCard(url, {
      ...VERSION_1,
      "X-Forwarded-Host": "agents.example.com",
      "X-Forwarded-Proto": "https",
    });
    const kept = await fetchAs("agents.example.com", url);
    const other = await fetchAs("evil.example.com", url);
    expect([forwarded, kept, other].map((card) => card.supportedInterfaces[0]?.url)).toEqual([
      "https://agents.example.com/",
      "http://agents.example.com/",
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    ]);
  });
});

describe("a signed card on a port (section 8.4.3)", () => {
  it("is valid by the key that its signature leads to", async () => {
    const url = await serve({}, { A2A_CARD_SIGNING_KEY_FILE: writeSigningKey() });
    for (const headers of [{}, VERSION_1]) {
      const card = await fetchCard(url, headers);
      const { jku = "" } = decodeProtectedHeader(card.signatures?.[0] ?? {});
      expect(new URL(jku).pathname).toBe(KEYS_PATH);
      const findKey = createRemoteJWKSet(new URL(KEYS_PATH, url));
      await findKey({ alg: "ES256" });
      await verifyBySdk(card, findKey.jwks() as JSONWebKeySet);
    }
  });

  it("has no keys beside it when there are none", async () => {
    const response = await fetch((await serve()) + KEYS_PATH);
    expect(response.status).toBe(404);
  });
});

describe("the extended card on a port (section 3.1.11)", () => {
  it("is for callers who show who they are, in the form of the version they speak", async () => {
    const file = writeFolderFile("keys", "k-123456789012345678901234567890\n");
    const url = await serve(
      {
        extendedCard: { ...smallestCard, name: "For friends" },
        auth: { apiKeys: [{ name: "friend", file }] },
      },
      { A2A_CARD_SIGNING_KEY_FILE: writeSigningKey() },
    );
    expect(await fetchCard(url)).toMatchObject({
      capabilities: { extendedAgentCard: true },
      supportsAuthenticatedExtendedCard: true,
    });
    const keys = (await (await fetch(url + KEYS_PATH)).json()) as JSONWebKeySet;
    const key = { "X-API-Key": "k-123456789012345678901234567890" };
    const call = async (method: string, headers: Record<string, string>): Promise<object> => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...key, ...headers },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: {} }),
      });
      return ((await response.json()) as { result: object }).result;
    };
    const get = async (path: string, headers: Record<string, string>): Promise<object> =>
      (await (await fetch(url + path, { headers: { ...key, ...headers } })).json()) as object;
    const cards = [
      await call("GetExtendedAgentCard", VERSION_1),
      await get("/extendedAgentCard", VERSION_1),
      await call("agent/getAuthenticatedExtendedCard", {}),
      await get("/v1/card", {}),
    ];
    expect(cards.map((card) => "url" in card)).toEqual([false, false, true, true]);
    for (const card of cards) {
      expect(card).toMatchObject({ name: "For friends", skills: smallestCard.skills });
      await verifyBySdk(card, keys);
    }
  });
});
