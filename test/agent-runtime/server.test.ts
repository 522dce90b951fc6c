import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { HttpAnswer } from "../../agent-runtime/src/http/http-exchange.ts";
import { open, toText } from "./open-port.ts";

/** Sends bytes as they are and resolves to what comes back until the connection closes. */
async function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

describe("a port", () => {
  it("gives what a route reads: method, path, query, headers, body and where it comes from", async () => {
    const seen: unknown[] = [];
    const { url } = await open(async (request) => {
      const { method, path, query, headers, remoteAddress } = request;
      const body = await request.readText(10);
      seen.push([method, path, [...query], headers["x-one"], remoteAddress, body]);
      return toText("seen");
    });
    const response = await fetch(`${url}/a%20b?c=d`, {
      method: "POST",
      headers: { "X-One": "1" },
      body: "ä",
    });
    expect([response.status, await response.text()]).toEqual([200, "seen"]);
    expect(seen).toEqual([["POST", "/a%20b", [["c", "d"]], "1", "127.0.0.1", "ä"]]);
  });

  it("asks callers for another connection while the process leaves, on streams too", async () => {
    const { url } = await open(
      () => ({
        status: 200,
        headers: {},
        body: (sink) => {
          sink.write("1");
          sink.end();
        },
      }),
      { isLeaving: () => true },
    );
    const response = await fetch(url);
    expect([response.headers.get("Connection"), await response.text()]).toEqual(["close", "1"]);
  });

  it.each([
    ["is not HTTP", "junk\r\n\r\n", "400 Bad Request", "INVALID_REQUEST"],
    [
      "has too many headers",
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      "431 Request Header Fields Too Large",
      "HEADERS_TOO_LARGE",
    ],
    [
      "does not come to the end of its headers",
      "GET / HTTP/1.1\r\nHost: a\r\n",
      "408 Request Timeout",
      "REQUEST_TIMEOUT",
    ],
    [
      "does not come to the end of its body",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx",
      "408 Request Timeout",
      "REQUEST_TIMEOUT",
    ],
  ])("answers a request that %s with an error as JSON", async (_what, bytes, status, reason) => {
    const { port } = await open(
      async (request) => toText(await request.readText(10).catch(() => "broken off")),
      { requestMs: 200, checkMs: 50 },
    );
    const [head = "", body = ""] = (await sendRaw(port, bytes)).split("\r\n\r\n");
    expect(head.split("\r\n")).toEqual([
      `HTTP/1.1 ${status}`,
      "Connection: close",
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
    ]);
    expect(JSON.parse(body)).toEqual({
      error: {
        code: Number(status.slice(0, 3)),
        status: "INVALID_ARGUMENT",
        message: expect.stringMatching(/\.$/) as string,
        details: [
          { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "berth.dev" },
        ],
      },
    });
  });

  it("writes no error into an answer that has begun", async () => {
    const { port } = await open(
      () => ({
        status: 200,
        headers: { "Content-Length": "9" },
        body: (sink) => {
          sink.write("x");
        },
      }),
      { requestMs: 200, checkMs: 50 },
    );
    const bytes = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx";
    const answer = await sendRaw(port, bytes).catch(() => "");
    expect(answer.split("\r\n\r\n").slice(1)).toEqual(answer === "" ? [] : ["x"]);
  });

  it("lets a caller read that its body is too large, and closes the connection then", async () => {
    const { port } = await open(async (request) => {
      const body = await request.readText(10).catch(() => undefined);
      return body === undefined ? { ...toText("too large"), status: 413 } : toText(body);
    });
    const socket = connect(port, "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
    const reading = text(socket);
    // More than a socket holds: it is taken, though nobody reads it.
    socket.write("x".repeat(5_000_000));
    const [head, body] = (await reading).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 413 .*\r\nConnection: close\r\n/);
    expect(body).toBe("too large");
  });
});

describe("a port that closes", () => {
  it("waits for an answer, and then for no connection that is kept open", async () => {
    const arrived = Promise.withResolvers<boolean>();
    const answered = Promise.withResolvers<HttpAnswer>();
    const { close, cut, url } = await open(() => {
      arrived.resolve(true);
      return answered.promise;
    });
    const asking = fetch(url);
    await arrived.promise;
    const closing = close(cut.signal);
    answered.resolve(toText("the answer"));
    expect(await (await asking).text()).toBe("the answer");
    await closing;
    expect(cut.signal.aborted).toBe(false);
  });

  it.each([
    ["nothing", ""],
    ["half of its headers", "GET / HT"],
    ["half of its body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"],
  ])("does not wait for a caller that has sent %s", async (_what, bytes) => {
    const { close, cut, port } = await open(async (request) =>
      toText(await request.readText(10).catch(() => "broken")),
    );
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.write(bytes);
    // Another connection that is answered shows that the bytes have come.
    await (await fetch(`http://127.0.0.1:${port}`)).text();
    await close(cut.signal);
    expect(cut.signal.aborted).toBe(false);
  });

  it("answers the second of two requests that came at once, though the first was answered before", async () => {
    const second = Promise.withResolvers<HttpAnswer>();
    const { close, cut, port } = await open(({ path }) =>
      path === "/first" ? toText("first") : second.promise,
    );
    const socket = connect(port, "127.0.0.1");
    const reading = text(socket);
    socket.write("GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(socket, "readable");
    const closing = close(cut.signal);
    second.resolve(toText("second"));
    await closing;
    expect(await reading).toMatch(/first.*second$/s);
  });

  it("does not wait for half a request after one that was answered before its end", async () => {
    const { close, cut, port } = await open(() => toText("early"));
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    await once(socket, "data");
    socket.write("cdePOST / HTTP/1.1\r\nHost: a\r\nContent-Le");
    // Another connection that is answered shows that the bytes have come.
    await (await fetch(`http://127.0.0.1:${port}`)).text();
    await close(cut.signal);
    expect(cut.signal.aborted).toBe(false);
  });

  it("cuts what is not answered when it is told to", async () => {
    const { close, cut, url } = await open(() => new Promise(() => undefined));
    const asking = expect(fetch(url)).rejects.toThrow();
    await close(AbortSignal.any([cut.signal, AbortSignal.abort()]));
    await asking;
  });
});
