import { ServerCallContext, STATE_HEADERS_KEY } from "@a2a-js/sdk/server";
import { type AgentCardSettings, toMountedCard } from "@berth/contract";
import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import type { AgentCardDocument } from "../../../agent-runtime/src/card/card-document.ts";
import {
  type CardSource,
  type CardSourceOptions,
  createCardSource,
} from "../../../agent-runtime/src/card/card-source.ts";
import type { HttpAnswer, HttpRequest } from "../../../agent-runtime/src/http/http-exchange.ts";
import { fullCard, smallestCard } from "../../contract/card-fixtures.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";

const URL_IN_CLUSTER = "http://research.agents:8000";
const GATEWAY = { host: "agents.example.com", "x-forwarded-proto": "https" };
const VERSION_1 = { "a2a-version": "1.0" };

const load = (settings: AgentCardSettings) => ({ card: toMountedCard(settings), file: undefined });

const createSource = (options: Partial<CardSourceOptions> = {}): Promise<CardSource> =>
  createCardSource({
    cards: { main: load(smallestCard), extended: undefined },
    url: URL_IN_CLUSTER,
    isCompatOn: true,
    clock: createManualClock(),
    log: createRecordedLog(),
    ...options,
  });

const toRequest = (headers: IncomingHttpHeaders, query = ""): HttpRequest => ({
  method: "GET",
  path: "/.well-known/agent-card.json",
  query: new URLSearchParams(query),
  headers,
  params: {},
  remoteAddress: "127.0.0.1",
  signal: new AbortController().signal,
  readText: () => Promise.resolve(""),
});

const ask = async (source: CardSource, headers: IncomingHttpHeaders = {}, query = "") =>
  source.answer(toRequest(headers, query));

const read = (answer: HttpAnswer) =>
  JSON.parse(Buffer.from(answer.body as Uint8Array).toString()) as AgentCardDocument & {
    url?: string;
  };

const readFor = async (source: CardSource, headers: IncomingHttpHeaders = {}, query = "") =>
  read(await ask(source, headers, query));

describe("the card that callers get", () => {
  it("has where the agent speaks, in both versions and bindings", async () => {
    const card = await readFor(await createSource(), VERSION_1);
    expect(card).toEqual({
      ...toMountedCard(smallestCard),
      supportedInterfaces: [
        { url: `${URL_IN_CLUSTER}/`, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
        { url: URL_IN_CLUSTER, protocolBinding: "HTTP+JSON", protocolVersion: "1.0" },
        { url: `${URL_IN_CLUSTER}/`, protocolBinding: "JSONRPC", protocolVersion: "0.3" },
        { url: URL_IN_CLUSTER, protocolBinding: "HTTP+JSON", protocolVersion: "0.3" },
      ],
    });
  });

  it.each([
    [{ "a2a-version": "1.0" }, "", false],
    [{ "a2a-version": " 1.0 " }, "", false],
    [{ "a2a-version": "1.1" }, "", false],
    [{}, "A2A-Version=1.0", false],
    [{ "a2a-version": "1.0" }, "A2A-Version=0.3", false],
    [{}, "", true],
    [{ "a2a-version": "" }, "", true],
    [{ "a2a-version": "0.3" }, "", true],
    [{ "a2a-version": "0.3.0" }, "A2A-Version=1.0", true],
    [{}, "A2A-Version=0.3", true],
  ])("is for the version that they name: %j, query '%s' (section 3.6.2)", async (...given) => {
    const [headers, query, isLegacy] = given;
    const card = await readFor(await createSource(), headers, query);
    expect(card.url).toBe(isLegacy ? `${URL_IN_CLUSTER}/` : undefined);
  });

  it("is of A2A 1.0 alone without compatibility", async () => {
    const source = await createSource({ isCompatOn: false });
    const card = await readFor(source);
    expect(card).not.toHaveProperty("url");
    expect(card.supportedInterfaces.map(({ protocolVersion }) => protocolVersion)).toEqual([
      "1.0",
      "1.0",
    ]);
    expect((await ask(source)).headers["ETag"]).toBe(
      (await ask(source, VERSION_1)).headers["ETag"],
    );
  });

  it("may be kept for a minute, for the version it was asked for (section 8.6)", async () => {
    const source = await createSource();
    const [legacy, current] = [await ask(source), await ask(source, VERSION_1)];
    expect(current.headers).toEqual({
      "Content-Type": "application/json",
      "Cache-Control": "public, max-age=60",
      ETag: expect.stringMatching(/^"[\w-]+"$/) as string,
      "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT",
      Vary: "A2A-Version",
    });
    expect(legacy.headers["ETag"]).not.toBe(current.headers["ETag"]);
    const tag = current.headers["ETag"];
    expect((await ask(source, { ...VERSION_1, "if-none-match": tag })).status).toBe(304);
    expect((await ask(source, { "if-none-match": tag })).status).toBe(200);
  });

  it("is the very same answer each time: nothing is made for a request", async () => {
    const source = await createSource({ forwardedHosts: [GATEWAY.host] });
    await ask(source, GATEWAY);
    for (const headers of [{}, VERSION_1, GATEWAY]) {
      expect(source.answer(toRequest(headers))).toBe(source.answer(toRequest(headers)));
    }
  });

  it("tells how callers show who they are where the card does not", async () => {
    const security = {
      securitySchemes: { bearer: { httpAuthSecurityScheme: { scheme: "Bearer" } } },
      securityRequirements: [{ schemes: { bearer: { list: [] } } }],
    };
    expect(await readFor(await createSource({ security }))).toMatchObject({
      ...security,
      security: [{ bearer: [] }],
    });
    const cards = { main: load({ ...fullCard, capabilities: {} }), extended: undefined };
    const { securityRequirements, securitySchemes } = fullCard;
    expect(await readFor(await createSource({ cards, security }))).toMatchObject({
      securityRequirements,
      securitySchemes,
    });
  });

  it("is told of once it is made, as callers get it and as it was written", async () => {
    const told: unknown[] = [];
    const source = await createSource({ onCard: (...both) => told.push(both) });
    expect(told).toEqual([[source.document, toMountedCard(smallestCard)]]);
  });
});

describe("the card that callers of a gateway get", () => {
  const options = { forwardedHosts: [GATEWAY.host, "*.example.org"] };
  const urlsFor = async (source: CardSource, headers: IncomingHttpHeaders) =>
    (await readFor(source, headers)).supportedInterfaces.map(({ url }) => url);

  it("leads to the gateway, and the agent's own one to the agent", async () => {
    const source = await createSource(options);
    const prefixed = { ...GATEWAY, "x-forwarded-prefix": "/research" };
    expect([
      await urlsFor(source, { ...GATEWAY, ...VERSION_1 }),
      await urlsFor(source, { ...prefixed, ...VERSION_1 }),
      (await readFor(source, GATEWAY)).url,
      (await readFor(source)).url,
    ]).toEqual([
      [
        "https://agents.example.com/",
        "https://agents.example.com",
        "https://agents.example.com/",
        "https://agents.example.com",
      ],
      [
        "https://agents.example.com/research/",
        "https://agents.example.com/research",
        "https://agents.example.com/research/",
        "https://agents.example.com/research",
      ],
      "https://agents.example.com/",
      `${URL_IN_CLUSTER}/`,
    ]);
  });

  it("is for the headers that it depends on", async () => {
    const source = await createSource(options);
    expect((await ask(source)).headers["Vary"]).toBe(
      "A2A-Version, X-Forwarded-Host, X-Forwarded-Proto, X-Forwarded-Prefix",
    );
  });

  it("is not made for a host that is not believed", async () => {
    const source = await createSource();
    expect((await readFor(source, GATEWAY)).url).toBe(`${URL_IN_CLUSTER}/`);
  });

  it("is found for what shows the card, too", async () => {
    const source = await createSource(options);
    const document = await source.findDocument(GATEWAY);
    expect(document.supportedInterfaces[0]?.url).toBe("https://agents.example.com/");
    expect(source.findDocument(GATEWAY)).toBe(document);
    expect(source.findDocument({})).toBe(source.document);
  });

  it("is made anew after many others, so that made-up hosts fill no memory", async () => {
    const source = await createSource(options);
    const first = { ...VERSION_1, host: "first.example.org" };
    const [before, again] = [await ask(source, first), await ask(source, first)];
    expect(again).toBe(before);
    for (let index = 0; index < 64; index += 1) {
      await ask(source, { host: `a${index}.example.org` });
    }
    const after = await ask(source, first);
    expect(after).not.toBe(before);
    expect(after).toEqual(before);
  });
});

describe("the extended card (A2A 1.0, section 3.1.11)", () => {
  const cards = {
    main: load(smallestCard),
    extended: load({ ...smallestCard, name: "For friends" }),
  };
  const toContext = (requestedVersion: string, headers: IncomingHttpHeaders = {}) =>
    new ServerCallContext({ requestedVersion, state: new Map([[STATE_HEADERS_KEY, headers]]) });

  it("is for authenticated callers, in the form of the version they speak", async () => {
    const source = await createSource({ cards, forwardedHosts: [GATEWAY.host] });
    expect(await source.extended(toContext("1.0"))).toEqual({
      ...source.document,
      name: "For friends",
    });
    expect(await source.extended(toContext("0.3", GATEWAY))).toMatchObject({
      name: "For friends",
      url: "https://agents.example.com/",
      supportsAuthenticatedExtendedCard: true,
    });
  });

  it("is promised by the public card because it is there", async () => {
    const source = await createSource({ cards });
    expect(source.card.capabilities.extendedAgentCard).toBe(true);
    expect((await readFor(source)).capabilities.extendedAgentCard).toBe(true);
  });

  it("is none when there is none", async () => {
    const source = await createSource();
    expect(await source.extended(toContext("1.0"))).toBeUndefined();
    expect(source.card.capabilities.extendedAgentCard).toBe(false);
  });
});
