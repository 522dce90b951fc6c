import { toMountedCard } from "@berth/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { HttpApp } from "../../../agent-runtime/src/http/router.ts";
import { createRouter } from "../../../agent-runtime/src/http/router.ts";
import { createRpcRoute } from "../../../agent-runtime/src/http/routes/rpc.ts";
import { createRequestHandler } from "../../../agent-runtime/src/protocol/request-handler.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createAgentUnderTest, toParams } from "../agent-under-test.ts";
import { createCardDocument } from "../card-document.ts";
import { fetchFrom } from "../http/fetch-from.ts";
import { createAuthenticatorUnderTest } from "./authenticators.ts";
import { startKeyServer } from "./key-server.ts";
import { AUDIENCE, createSigner, type Signer } from "./tokens.ts";

const ISSUER = "https://login.example.com";

let app: HttpApp;
let signer: Signer;
/** How often the executor was called. */
let taskCount: number;

beforeEach(async () => {
  const server = await startKeyServer();
  signer = await createSigner(ISSUER);
  server.documents["/keys"] = { keys: [signer.jwk] };
  const { authenticate } = createAuthenticatorUnderTest({
    jwt: [
      {
        issuer: ISSUER,
        audience: AUDIENCE,
        jwksUrl: `${server.url}/keys`,
        requiredScopes: ["agents:call"],
      },
    ],
  });
  taskCount = 0;
  const { clock, log, metrics, registry } = createAgentUnderTest(() => {
    taskCount += 1;
  });
  const card = toMountedCard(smallestCard);
  const handler = createRequestHandler({ card, document: createCardDocument(card), registry });
  const route = createRpcRoute({
    handler,
    authenticate,
    maxBodyBytes: 10_000,
    clock,
    metrics,
    log,
  });
  app = createRouter([{ methods: ["POST"], path: "/", route }], { log });
});

function send(headers: Record<string, string>): Promise<Response> {
  const call = { jsonrpc: "2.0", id: 7, method: "SendMessage", params: toParams("go") };
  return fetchFrom(app, "/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0", ...headers },
    body: JSON.stringify(call),
  });
}

describe("a request", () => {
  it("is answered when its caller is known", async () => {
    const token = await signer.sign({ scope: "agents:call" });
    const response = await send({ Authorization: `Bearer ${token}` });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id: 7,
      result: { task: { status: { state: "TASK_STATE_COMPLETED" } } },
    });
  });

  it("is answered with 401 and how to ask rightly when its caller is not known", async () => {
    const response = await send({});
    expect(response.status).toBe(401);
    expect(response.headers.get("WWW-Authenticate")).toBe('Bearer realm="a2a"');
    expect(await response.json()).toMatchObject({
      error: { data: [{ reason: "UNAUTHENTICATED", domain: "berth.dev" }] },
    });
    expect(taskCount).toBe(0);
  });

  it("is answered with 403 when its caller may not call", async () => {
    const response = await send({ Authorization: `Bearer ${await signer.sign()}` });
    expect(response.status).toBe(403);
    expect(response.headers.get("WWW-Authenticate")).toBe(
      'Bearer realm="a2a", error="insufficient_scope", scope="agents:call"',
    );
    expect(await response.json()).toMatchObject({
      error: {
        message: "The token must have the scopes agents:call. It lacks agents:call.",
        data: [{ reason: "PERMISSION_DENIED", domain: "berth.dev" }],
      },
    });
    expect(taskCount).toBe(0);
  });
});
