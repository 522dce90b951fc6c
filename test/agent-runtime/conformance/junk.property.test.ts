import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headers, junk, MEMBERS, METHODS, OPERATIONS, path, REST_ROUTES } from "./junk.ts";
import { startAgent, toSend } from "./running-agent.ts";

interface RawAnswer {
  status: number;
  contentType: string;
  text: string;
}

interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Sends what `fetch` would refuse to send. */
async function ask(url: string, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  // Node sends the body of some methods without its length, as if it were the next request.
  const sized = { ...headers, "Content-Length": String(Buffer.byteLength(body)) };
  const outgoing = request({ hostname, port, method, path, headers: sized, agent: false });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
  }
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers["content-type"] ?? "",
    text: Buffer.concat(chunks).toString(),
  };
}

/** What no answer may ever show. */
const LEAKS = /\n\s+at |node_modules|agent-runtime\/src|<html|<!doctype/i;

/** Checks that an answer is one: JSON or a stream of it, and nothing of what is inside. */
function expectProper({ contentType, status, text }: RawAnswer): void {
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(600);
  if (contentType.startsWith("text/html")) {
    // The page of the agent, for browsers.
    expect(status).toBe(200);
    return;
  }
  expect(text).not.toMatch(LEAKS);
  if (contentType === "text/event-stream") {
    expect(status).toBe(200);
    return;
  }
  if (text === "") {
    expect(status).toBe(304);
    return;
  }
  expect(contentType).toMatch(/^application\/(a2a\+)?json$/);
  expect(() => JSON.parse(text) as unknown).not.toThrow();
}

/** The error in an answer of JSON-RPC is whole, when there is one. */
function expectRpcAnswer({ contentType, text }: RawAnswer): void {
  const texts =
    contentType === "text/event-stream"
      ? text.split("\n\n").flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? [])
      : [text];
  for (const body of texts) {
    const { error, ...answer } = JSON.parse(body) as {
      error?: { code: number; message: string; data: { reason?: string }[] };
    };
    expect(answer).toMatchObject({ jsonrpc: "2.0" });
    expect(answer).toHaveProperty("id");
    expect("result" in answer).toBe(error === undefined);
    if (error !== undefined) {
      expect(error.message).not.toBe("");
      expect(error.data[0]?.reason).toMatch(/^[A-Z_]+$/);
      expect(error.code).not.toBe(-32603);
    }
  }
}

const RUNS = { numRuns: 300 };

describe("whatever a caller sends", { timeout: 120_000 }, () => {
  it("as a body of JSON-RPC, the answer is one of JSON-RPC, and nothing fails inside", async () => {
    const { log, url } = await startAgent(() => undefined, {
      capabilities: { pushNotifications: true },
    });
    const body = fc.oneof(
      junk,
      fc.record(
        {
          jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant("2.0") }, junk),
          id: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, junk),
          method: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...OPERATIONS) }, junk),
          params: junk,
        },
        { requiredKeys: ["jsonrpc", "method", "id"] },
      ),
      fc.record({
        jsonrpc: fc.constant("2.0"),
        id: fc.constant(1),
        method: fc.constantFrom("SendMessage", "SendStreamingMessage", "message/send"),
        params: fc
          .tuple(fc.dictionary(fc.constantFrom(...MEMBERS), junk, { maxKeys: 3 }), junk)
          .map(([change, parts]) => toSend("x", { parts, ...change })),
      }),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom("1.0", "0.3"), async (value, version) => {
        const answer = await ask(url, {
          method: "POST",
          path: "/",
          headers: { "Content-Type": "application/json", "A2A-Version": version },
          body: JSON.stringify(value),
        });
        expectProper(answer);
        expectRpcAnswer(answer);
      }),
      RUNS,
    );
    expect(log.messages("error")).toEqual([]);
  });

  it("as a body of HTTP+JSON of either version, the answer is JSON, and nothing fails inside", async () => {
    const { log, url } = await startAgent(() => undefined, {
      capabilities: { pushNotifications: true },
    });
    const text = fc.oneof(
      { weight: 6, arbitrary: junk.map((value) => JSON.stringify(value)) },
      {
        weight: 6,
        arbitrary: fc
          .tuple(fc.dictionary(fc.constantFrom(...MEMBERS), junk, { maxKeys: 3 }), junk)
          .map(([change, parts]) => JSON.stringify(toSend("x", { parts, ...change }))),
      },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
    );
    const route = fc.constantFrom(...REST_ROUTES);
    await fc.assert(
      fc.asyncProperty(route, text, fc.boolean(), async ([method, path], body, isLegacy) => {
        const headers: Record<string, string> = isLegacy
          ? { "A2A-Version": "0.3", "Content-Type": "application/json" }
          : { "A2A-Version": "1.0", "Content-Type": "application/a2a+json" };
        const answer = await ask(url, {
          method,
          path: isLegacy ? `/v1${path}` : path,
          headers,
          body,
        });
        expectProper(answer);
        // What is said for a route that there is not.
        expect(answer.text).not.toContain("There is nothing at");
        expect(answer.status).toBeLessThan(500);
      }),
      RUNS,
    );
    expect(log.messages("error")).toEqual([]);
  });

  it("to any path, by any method, with any headers, nothing fails inside", async () => {
    const { log, url } = await startAgent(() => undefined, {
      capabilities: { pushNotifications: true, extendedAgentCard: false },
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          method: fc.constantFrom(...METHODS),
          path,
          headers,
          body: fc.oneof(
            junk.map((value) => JSON.stringify(value)),
            fc.string(),
            fc.uint8Array(),
          ),
        }),
        async ({ body, ...given }) => {
          const hasBody = given.method !== "GET" && given.method !== "TRACE";
          expectProper(await ask(url, { ...given, body: hasBody ? body : "" }));
        },
      ),
      RUNS,
    );
    expect(log.messages("error")).toEqual([]);
    const after = await fetch(`${url}/tasks`, { headers: { "A2A-Version": "1.0" } });
    expect(after.status).toBe(200);
  });
});
