import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { CardError } from "../../../agent-runtime/src/discovery/card-error.ts";
import { type CardAnswer, fetchCard } from "../../../agent-runtime/src/discovery/fetch-card.ts";
import { findFreePort } from "../free-port.ts";
import { type CardServer, sendJson, startCardServer, toGoodCard } from "./card-servers.ts";

const patience = new AbortController().signal;

function read(
  { cardUrl, url }: Pick<CardServer, "cardUrl" | "url">,
  etag?: string,
  signal = patience,
): Promise<CardAnswer> {
  return fetchCard({ url, cardUrl, etag, signal });
}

/** What is wrong with a card, and whether that stays. */
async function catchProblem(
  reading: Promise<unknown>,
): Promise<Pick<CardError, "issues" | "isFinal">> {
  const { isFinal, issues } = (await reading.then(
    () => expect.unreachable("The card was read."),
    (error: unknown) => error,
  )) as CardError;
  return { issues, isFinal };
}

describe("a card", () => {
  it("is asked for in the version that is spoken, and comes with its tag and its age", async () => {
    const server = await startCardServer();
    server.answer = (response) => {
      sendJson(response, toGoodCard(server.url), { ETag: '"1"', "Cache-Control": "max-age=20" });
    };
    const { card, etag, freshMs } = await read(server);
    expect(card).toMatchObject({ name: "Data Analysis", skills: [{ id: "stats" }] });
    expect([etag, freshMs]).toEqual(['"1"', 20_000]);
    expect(server.requests).toMatchObject([{ accept: "application/json", "a2a-version": "1.0" }]);
    expect(server.requests[0]).not.toHaveProperty("if-none-match");
  });

  it("is not sent again when it has not changed", async () => {
    const server = await startCardServer();
    server.answer = (response, { headers }) => {
      response.writeHead(headers["if-none-match"] === 'W/"1"' ? 304 : 500).end();
    };
    expect(await read(server, 'W/"1"')).toEqual({
      card: undefined,
      etag: 'W/"1"',
      freshMs: 60_000,
    });
  });

  it("leads to its agent, whatever hosts are on it: the paths count, and other bindings are left out", async () => {
    const server = await startCardServer();
    const supportedInterfaces = [
      { url: "http://evil.example:1/rpc", protocolBinding: "JSONRPC", protocolVersion: "1.0" },
      { url: "no url", protocolBinding: "HTTP+JSON", protocolVersion: "1.0" },
      { url: "evil.example:50051", protocolBinding: "GRPC", protocolVersion: "1.0" },
    ];
    server.answer = (response) => {
      sendJson(response, toGoodCard("", { supportedInterfaces, signatures: [{ signature: "x" }] }));
    };
    const { card } = await read(server);
    expect(card?.supportedInterfaces).toEqual([
      { url: `${server.url}/rpc`, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
      { url: `${server.url}/`, protocolBinding: "HTTP+JSON", protocolVersion: "1.0" },
    ]);
    expect(card).not.toHaveProperty("signatures");
  });

  it("may have moved within its host", async () => {
    const server = await startCardServer();
    server.answer = (response, { url }) => {
      if (url === "/v2/card.json") {
        sendJson(response, toGoodCard(server.url));
      } else {
        response.writeHead(307, { Location: "/v2/card.json" }).end();
      }
    };
    expect((await read(server)).card?.name).toBe("Data Analysis");
  });
});

describe("what is no card", () => {
  it.each<[string, (response: ServerResponse, url: string) => void, string, string, boolean]>([
    [
      "no JSON",
      (response) => response.end("<h1>Hello</h1>"),
      "card",
      "must be JSON: Unexpected token",
      true,
    ],
    ["a list", (response) => response.end("[]"), "", "The settings must be an object.", true],
    [
      "a card from before A2A 1.0",
      (response, url) => {
        sendJson(response, { name: "x", url });
      },
      "supportedInterfaces",
      "'supportedInterfaces' must be given.",
      true,
    ],
    [
      "a skill that is none",
      (response, url) => {
        sendJson(response, toGoodCard(url, { skills: [{ id: 7 }] }));
      },
      "skills[0].id",
      "'skills[0].id' (7) must be a text.",
      true,
    ],
    [
      "bindings of other ports alone",
      (response) => {
        const grpc = { url: "x:1", protocolBinding: "GRPC", protocolVersion: "1.0" };
        sendJson(response, toGoodCard("", { supportedInterfaces: [grpc] }));
      },
      "supportedInterfaces",
      "'supportedInterfaces' must have one with the binding JSONRPC or HTTP+JSON.",
      true,
    ],
    [
      "404",
      (response) => response.writeHead(404).end(),
      "card",
      "must be answered with 200, not with 404.",
      true,
    ],
    [
      "503",
      (response) => response.writeHead(503).end(),
      "card",
      "must be answered with 200, not with 503.",
      false,
    ],
    [
      "304 to who has no card",
      (response) => response.writeHead(304).end(),
      "card",
      "must be answered with 200, not with 304.",
      true,
    ],
    [
      "a way to another host",
      (response) => response.writeHead(302, { Location: "http://localhost:1/card" }).end(),
      "card",
      "must be at the address of the agent: it redirects to http://localhost:1/card.",
      true,
    ],
    [
      "a way to another port",
      (response) => response.writeHead(302, { Location: "//127.0.0.1:1/card" }).end(),
      "card",
      "must be at the address of the agent: it redirects to //127.0.0.1:1/card.",
      true,
    ],
    [
      "a way in circles",
      (response) => response.writeHead(302, { Location: "/card" }).end(),
      "card",
      "must be reached within 3 redirects.",
      true,
    ],
    [
      "too much",
      (response) => response.end(`"${"x".repeat(1024 * 1024)}"`),
      "card",
      "must have at most 1048576 bytes.",
      true,
    ],
    [
      "too much, packed into little",
      (response) => {
        response.writeHead(200, { "Content-Encoding": "gzip" });
        response.end(gzipSync(" ".repeat(64 * 1024 * 1024)));
      },
      "card",
      "must have at most 1048576 bytes.",
      true,
    ],
    [
      "a part of a card",
      (response) => {
        response.writeHead(200, { "Content-Length": "500" });
        response.write('{"name":');
        setImmediate(() => response.destroy());
      },
      "card",
      "must be readable: ",
      false,
    ],
    ["nothing", (response) => response.destroy(), "card", "must be readable: ", false],
  ])("is refused: %s", async (_, answer, propertyPath, reason, isFinal) => {
    const server = await startCardServer();
    server.answer = (response) => {
      answer(response, server.url);
    };
    expect(await catchProblem(read(server))).toEqual({
      issues: [{ propertyPath, reason: expect.stringContaining(reason) as string }],
      isFinal,
    });
  });

  it.each(["/secrets", "../../../../../../../../secrets"])(
    "is refused behind the proxy of an API server where it leads to the rest of that: %s",
    async (path) => {
      const server = await startCardServer();
      const asked: (string | undefined)[] = [];
      server.answer = (response, { url }) => {
        asked.push(url);
        response
          .writeHead(302, { Location: path.startsWith("/") ? server.url + path : path })
          .end();
      };
      const proxy = "/api/v1/namespaces/agents/services/x:8000/proxy";
      const cardUrl = server.cardUrl.replace(server.url, server.url + proxy);
      const { issues } = await catchProblem(read({ url: "http://x.agents.svc:8000", cardUrl }));
      expect(issues[0]?.reason).toContain("must be at the address of the agent: it redirects to");
      expect(asked).toEqual([`${proxy}/.well-known/agent-card.json`]);
    },
  );

  it("is told with all issues at once", async () => {
    const server = await startCardServer();
    server.answer = (response) => {
      sendJson(response, { skills: 1, supportedInterfaces: [] });
    };
    const { issues } = await catchProblem(read(server));
    expect(issues.map(({ propertyPath }) => propertyPath)).toEqual([
      ...["name", "supportedInterfaces", "skills"],
    ]);
  });

  it("is told of an agent that does not answer in time, and of one that is not there", async () => {
    const server = await startCardServer();
    server.answer = () => undefined;
    expect(await catchProblem(read(server, undefined, AbortSignal.timeout(50)))).toEqual({
      issues: [
        {
          propertyPath: "card",
          reason: `'card' (${server.cardUrl}) must be readable: no answer in time.`,
        },
      ],
      isFinal: false,
    });
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const { isFinal, issues } = await catchProblem(read({ url, cardUrl: url }));
    expect(isFinal).toBe(false);
    expect(issues[0]?.reason).toMatch(/must be readable: connect ECONNREFUSED/);
  });

  it("is told of an agent that begins to answer and never ends", async () => {
    const server = await startCardServer();
    server.answer = (response) => {
      response.write("{");
    };
    const { issues } = await catchProblem(read(server, undefined, AbortSignal.timeout(100)));
    expect(issues[0]?.reason).toMatch(/no answer in time/);
  });
});
