import { writeFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { PeerTokenError, readPeerToken } from "../../../agent-runtime/src/peers/peer-token.ts";
import { createPeerClient } from "../../../agent-runtime/src/peers/peer-client.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createFolder } from "../auth/folder.ts";
import { startKeyServer } from "../auth/key-server.ts";
import { AUDIENCE, createSigner } from "../auth/tokens.ts";
import { createManualClock } from "../manual-clock.ts";
import { catchFailure, go, work } from "./calls.ts";
import { serve } from "./local-servers.ts";
import { serveRaw } from "./raw-servers.ts";

/** A token in a file of its own, which a test may replace as the kubelet does. */
async function createTokenFile(token: string): Promise<{
  tokenFile: string;
  replace: (token: string) => Promise<void>;
}> {
  const tokenFile = join(await createFolder(), "token");
  const replace = (text: string): Promise<void> => writeFile(tokenFile, `${text}\n`);
  await replace(token);
  return { tokenFile, replace };
}

interface SeenRequest {
  method: string | undefined;
  authorization: IncomingHttpHeaders["authorization"];
}

/** Hands out a card with the given URL, or with its own, and notes who asks. */
async function serveNoting(
  answer: { status: number; headers?: Record<string, string>; body?: string },
  cardUrl?: string,
): Promise<{ url: string; seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const url = await serveRaw(({ headers, method }, response, own) => {
    seen.push({ method, authorization: headers.authorization });
    if (method === "GET") {
      const supportedInterfaces = [
        { url: cardUrl ?? own, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
      ];
      response.end(JSON.stringify({ ...smallestCard, supportedInterfaces }));
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return { url, seen };
}

describe("the token of a peer", () => {
  it("shows an agent that asks who calls: without it, or with another one's, nobody is answered", async () => {
    const issuer = "https://issuer.example.com";
    const signer = await createSigner(issuer);
    const server = await startKeyServer();
    server.documents["/jwks"] = { keys: [signer.jwk] };
    const auth = { jwt: [{ issuer, audience: AUDIENCE, jwksUrl: `${server.url}/jwks` }] };
    const url = await serve(work, { auth });
    const { replace, tokenFile } = await createTokenFile(await signer.sign());
    const known = createPeerClient({ name: "peer", url, tokenFile });
    expect(await known.ask(go)).toMatchObject({ state: "COMPLETED", text: "done" });

    const nobody = createPeerClient({ name: "peer", url });
    expect((await catchFailure(nobody.ask(go)))[0]).toBe("refused");
    await replace(await signer.sign({ aud: "somebody else" }));
    expect((await catchFailure(known.ask(go)))[0]).toBe("refused");
    await replace(await signer.sign());
    expect(await known.ask(go)).toMatchObject({ state: "COMPLETED" });
  });

  it("is read anew for each request of one message, and is not sent for the card", async () => {
    const { replace, tokenFile } = await createTokenFile("first");
    const seen: [string, string | undefined][] = [];
    const url = await serveRaw((request, response, own) => {
      const { authorization } = request.headers;
      if (request.method === "GET") {
        const supportedInterfaces = [
          { url: own, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
        ];
        const capabilities = { streaming: false };
        seen.push(["card", authorization]);
        response.end(JSON.stringify({ ...smallestCard, capabilities, supportedInterfaces }));
        return;
      }
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const { id, method } = JSON.parse(body) as { id: number; method: string };
        seen.push([method, authorization]);
        const isDone = method === "GetTask";
        const state = isDone ? "TASK_STATE_COMPLETED" : "TASK_STATE_WORKING";
        const task = { id: "t", contextId: "c", status: { state } };
        const result = isDone ? task : { task };
        // The kubelet writes another token while the peer works.
        void replace("second").then(() => {
          response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
        });
      });
    });
    const clock = createManualClock();
    const asking = createPeerClient({ name: "peer", url, tokenFile }, { clock }).ask(go);
    await expect.poll(() => clock.pendingTimers).toBe(1);
    clock.advance(10_000);
    expect(await asking).toMatchObject({ state: "COMPLETED" });
    expect(seen).toEqual([
      ["card", undefined],
      ["SendMessage", "Bearer first"],
      ["GetTask", "Bearer second"],
    ]);
  });

  it("stays where it is for when the card names another host, and who is refused learns why", async () => {
    const { tokenFile } = await createTokenFile("secret");
    const other = await serveNoting({ status: 401, body: "who is there?" });
    // The same machine, and another port: another agent may listen there.
    const named = await serveNoting({ status: 500 }, other.url);
    const client = createPeerClient({ name: "peer", url: named.url, tokenFile });
    const [failure, message] = await catchFailure(client.ask(go));
    expect(failure).toBe("refused");
    expect(message).toMatch(
      / The token for it was not sent: it is for the host of the peer's URL, and the card names another one\. Give the peer that URL\.$/,
    );
    expect(other.seen).toEqual([{ method: "POST", authorization: undefined }]);
    expect(named.seen).toEqual([{ method: "GET", authorization: undefined }]);
  });

  it.each([301, 302, 303, 307, 308])(
    "is not carried to where an answer with %i leads",
    async (status) => {
      const { tokenFile } = await createTokenFile("secret");
      const other = await serveNoting({ status: 500 });
      const named = await serveNoting({ status, headers: { Location: other.url } });
      const client = createPeerClient({ name: "peer", url: named.url, tokenFile });
      await catchFailure(client.ask(go));
      expect(named.seen).toEqual([
        { method: "GET", authorization: undefined },
        { method: "POST", authorization: "Bearer secret" },
      ]);
      expect(other.seen).toEqual([]);
    },
  );

  it.each([
    ["is not there", undefined, /ENOENT: no such file or directory, open '.*token'\.$/],
    ["is empty", "", /'.*token' must have a token in it, and nothing else/],
    ["has several lines", "one\ntwo", /'.*token' must have a token in it, and nothing else/],
  ])("is missed before anything is sent when its file %s", async (_, text, reason) => {
    const { url, seen } = await serveNoting({ status: 500 });
    const tokenFile = join(await createFolder(), "token");
    if (text !== undefined) {
      await writeFile(tokenFile, text);
    }
    const client = createPeerClient({ name: "peer", url, tokenFile });
    const [failure, message] = await catchFailure(client.ask(go));
    expect(failure).toBe("unreachable");
    expect(message).toContain(`Peer peer (${url}) cannot be called without a token: `);
    expect(message).toMatch(reason);
    expect(seen.map(({ method }) => method)).toEqual(["GET"]);
  });
});

describe("readPeerToken", () => {
  it("returns a token that a header can carry, or throws without telling what is in the file", async () => {
    const file = join(await createFolder(), "token");
    const part = fc.stringMatching(/^[\w.~+/-]+=*$/);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          part,
          fc.string({ unit: "binary" }),
          fc.tuple(part, part).map((two) => two.join("\n")),
        ),
        async (text) => {
          await writeFile(file, ` ${text}\n`);
          const read = await readPeerToken(file).catch((error: unknown) => error);
          if (read instanceof PeerTokenError) {
            expect(read.message).toBe(`'${file}' must have a token in it, and nothing else`);
          } else {
            expect(read).toBe(text.trim());
            expect(
              new Headers({ Authorization: `Bearer ${String(read)}` }).get("Authorization"),
            ).toBe(`Bearer ${text.trim()}`);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("reads every token of the grammar", async () => {
    const file = join(await createFolder(), "token");
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,40}={0,2}$/), async (token) => {
        await writeFile(file, `${token}\n`);
        expect(await readPeerToken(file)).toBe(token);
      }),
      { numRuns: 50 },
    );
  });
});
