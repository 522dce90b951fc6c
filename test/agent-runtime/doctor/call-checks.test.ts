import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { answerWell, type Faults, find, serveBroken, toCard } from "./broken-agent.ts";

describe("errors", () => {
  it.each<[string, Faults["answerCall"], string]>([
    [
      "pages of a gateway",
      (response) => response.writeHead(502, { "Content-Type": "text/html" }).end("<html>"),
      "problem: A method that does not exist gets status 502 with 'text/html' and no JSON-RPC error.",
    ],
    [
      "stack traces",
      (response) => response.writeHead(500).end("Error: x\n    at run (/app/index.js:1:2)\n"),
      "problem: A method that does not exist gets a stack trace.",
    ],
    [
      "nothing",
      (response) => response.destroy(),
      "skipped: JSON-RPC 1.0 is not reached from here.",
    ],
    [
      "errors of another request",
      (response) =>
        response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, error: { code: -32601 } })),
      "problem: A method that does not exist gets an error that does not belong to it: 'jsonrpc' and 'id' are not those of the request.",
    ],
    [
      "errors of another kind",
      (response, body) => {
        const id = body === "{" ? null : (JSON.parse(body) as { id: unknown }).id;
        response.end(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32603 } }));
      },
      "warning: A method that does not exist gets error -32603 instead of -32601.",
    ],
    [
      "a question for who asks, which the card does not foresee",
      (response) => response.writeHead(401).end(),
      "problem: Callers must show who they are (status 401), and the card does not say how.",
    ],
  ])("may be %s", async (_, answerCall, finding) => {
    const url = await serveBroken(answerCall === undefined ? {} : { answerCall });
    expect((await find("Errors", url))[0]).toBe(finding);
  });

  it("are those of A2A", async () => {
    expect(await find("Errors", await serveBroken({}))).toEqual([
      "ok: A method that does not exist gets error -32601.",
      "ok: A task that does not exist gets error -32001.",
      "ok: A body that is no JSON gets error -32700.",
      "ok: A version of A2A that nobody speaks is refused.",
    ]);
  });

  it("are missing for versions that nobody speaks", async () => {
    const url = await serveBroken({
      answerCall: (response, body, request) => {
        request.headers["a2a-version"] = "1.0";
        answerWell(response, body, request);
      },
    });
    expect(await find("Errors", url)).toContain(
      "warning: A caller of A2A 99.0 is answered as if it spoke the agent's version.",
    );
  });
});

describe("capabilities", () => {
  it("may be promised and not be there", async () => {
    const capabilities = { streaming: true, pushNotifications: true, extendedAgentCard: true };
    const url = await serveBroken({ card: (own) => ({ ...toCard(own), capabilities }) });
    expect(await find("Capabilities", url)).toEqual([
      "ok: The agent knows 'streaming', as its card says.",
      "problem: The card promises 'pushNotifications', and ListTaskPushNotificationConfigs is refused.",
      "problem: The card promises 'extendedAgentCard', and GetExtendedAgentCard is refused.",
    ]);
  });
});

describe("bodies", () => {
  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      "a page of a gateway",
      (response) => response.writeHead(413, { "Content-Type": "text/html" }).end("<html>"),
      "warning: A body of 1 MiB is refused, and not with a JSON-RPC error: files in messages have no room.",
    ],
    [
      "an end of the connection",
      (response) => response.destroy(),
      "warning: A body of 1 MiB gets no answer: ",
    ],
  ])("of a usual size may get %s", async (_, answerLarge, finding) => {
    const url = await serveBroken({
      answerCall: (response, body, request) => {
        if (body.length > 1024 * 1024) {
          answerLarge(response);
        } else {
          answerWell(response, body, request);
        }
      },
    });
    expect((await find("Bodies", url))[0]).toContain(finding);
  });

  it.each<[string, ((response: ServerResponse) => void) | undefined, string]>([
    [
      "a page of a gateway",
      (response) => response.writeHead(413, { "Content-Type": "text/html" }).end("<html>"),
      "warning: A body of 10 MiB gets status 413 and no JSON-RPC error instead of 413 and a JSON-RPC error.",
    ],
    [
      "an error of another kind",
      (response) => response.writeHead(500).end('{"error":{"code":-32603}}'),
      "warning: A body of 10 MiB gets status 500 and error -32603 instead of 413 and a JSON-RPC error.",
    ],
    [
      "an end of the connection",
      (response) => response.destroy(),
      "warning: A body of 10 MiB gets no answer: ",
    ],
    [
      "a clean refusal",
      (response) => response.writeHead(413).end('{"error":{"code":-32600}}'),
      "ok: A body of 10 MiB is refused with status 413 and a JSON-RPC error.",
    ],
    ["through", undefined, "ok: A body of 10 MiB gets through, too."],
  ])("above a usual limit may get %s", async (_, answerLarge, finding) => {
    const url = await serveBroken({
      answerCall: (response, body, request) => {
        if (body.length > 10 * 1024 * 1024 && answerLarge !== undefined) {
          answerLarge(response);
        } else {
          answerWell(response, body, request);
        }
      },
    });
    expect(await find("Bodies", url)).toEqual([
      "ok: A body of 1 MiB gets through.",
      expect.stringContaining(finding),
    ]);
  });
});
