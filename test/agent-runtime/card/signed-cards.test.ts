import { toMountedCard } from "@berth/contract";
import { decodeProtectedHeader, type JSONWebKeySet } from "jose";
import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import type { AgentCardDocument } from "../../../agent-runtime/src/card/card-document.ts";
import { createCardSource } from "../../../agent-runtime/src/card/card-source.ts";
import type { HttpRoute } from "../../../agent-runtime/src/http/http-exchange.ts";
import { fullCard } from "../../contract/card-fixtures.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { createTestSigner, verifyBySdk } from "./signing-fixtures.ts";

const load = (name: string) => ({ card: toMountedCard({ ...fullCard, name }), file: undefined });

const createSource = async (isSigned: boolean) =>
  createCardSource({
    cards: { main: load("Public"), extended: load("Extended") },
    url: "http://research.agents:8000",
    isCompatOn: true,
    forwardedHosts: ["agents.example.com"],
    signer: isSigned ? await createTestSigner() : undefined,
    clock: createManualClock(),
    log: createRecordedLog(),
  });

async function ask(route: HttpRoute | undefined, headers: IncomingHttpHeaders = {}) {
  const answer = await route?.({
    method: "GET",
    path: "/",
    query: new URLSearchParams(),
    headers,
    params: {},
    remoteAddress: "127.0.0.1",
    signal: new AbortController().signal,
    readText: () => Promise.resolve(""),
  });
  const body = Buffer.from((answer?.body ?? "") as Uint8Array).toString();
  return { contentType: answer?.headers["Content-Type"], value: JSON.parse(body) as unknown };
}

const gateway = {
  "x-forwarded-host": "agents.example.com",
  "x-forwarded-proto": "https",
  "x-forwarded-prefix": "/research",
};

describe("a signed card", () => {
  it.each([
    ["in the cluster, for A2A 1.0", { "a2a-version": "1.0" }],
    ["in the cluster, for A2A 0.3", {}],
    ["behind a gateway, for A2A 1.0", { ...gateway, "a2a-version": "1.0" }],
    ["behind a gateway, for A2A 0.3", gateway],
  ])("is valid by the keys that are served beside it: %s", async (place, headers) => {
    const source = await createSource(true);
    const keys = await ask(source.answerKeys, headers);
    expect(keys.contentType).toBe("application/jwk-set+json");
    const card = (await ask(source.answer, headers)).value as AgentCardDocument;
    await verifyBySdk(card, keys.value as JSONWebKeySet);
    expect(card.signatures?.map((signature) => decodeProtectedHeader(signature).jku)).toEqual(
      Array(2).fill(
        place.startsWith("behind")
          ? "https://agents.example.com/research/.well-known/jwks.json"
          : "http://research.agents:8000/.well-known/jwks.json",
      ),
    );
  });

  it("is not valid under the URL of another audience", async () => {
    const source = await createSource(true);
    const keys = (await ask(source.answerKeys)).value as JSONWebKeySet;
    const card = (await ask(source.answer, gateway)).value as AgentCardDocument;
    const { supportedInterfaces } = source.document;
    await expect(verifyBySdk({ ...card, supportedInterfaces }, keys)).rejects.toThrow("No valid");
  });

  it("may be the extended one, too", async () => {
    const source = await createSource(true);
    const extended = await source.extended({ requestedVersion: "1.0", state: new Map() });
    await verifyBySdk(extended ?? {}, (await ask(source.answerKeys)).value as JSONWebKeySet);
    expect(extended?.name).toBe("Extended");
  });

  it("needs a key: without one there are neither signatures nor keys", async () => {
    const source = await createSource(false);
    expect(source.document).not.toHaveProperty("signatures");
    expect(source.answerKeys).toBeUndefined();
  });
});
