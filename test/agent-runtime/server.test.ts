import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { HttpAnswer } from "../../agent-runtime/src/http/http-exchange.ts";
import type { HttpApp } from "../../agent-runtime/src/http/router.ts";
import { openPort, type PortOptions } from "../../agent-runtime/src/server.ts";

type Settings = Pick<PortOptions, "checkMs" | "isLeaving" | "requestMs" | "stallMs">;

async function open(app: HttpApp, options: Settings = {}) {
  const cut = new AbortController();
  const opened = await openPort({
    setting: "port",
    host: "127.0.0.1",
    port: 0,
    isFlexible: false,
    app,
    ...options,
  });
  onTestFinished(async () => {
    cut.abort();
    await opened.close(cut.signal);
  });
  return { ...opened, cut, url: `http://127.0.0.1:${opened.port}` };
}

const toText = (body: string): HttpAnswer => ({
  status: 200,
  headers: { "Content-Type": "text/plain" },
  body,
});

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

  it("says how long a body is, and sends none where there is to be none", async () => {
    const answers: Record<string, HttpAnswer> = {
      "/text": toText("äö"),
      "/unchanged": { status: 304, headers: { ETag: '"1"' }, body: "" },
    };
    const { url } = await open(({ path }) => answers[path] ?? toText(""));
    const text = await fetch(`${url}/text`);
    const head = await fetch(`${url}/text`, { method: "HEAD" });
    const unchanged = await fetch(`${url}/unchanged`);
    expect(text.headers.get("Content-Length")).toBe("4");
    expect([head.headers.get("Content-Length"), await head.text()]).toEqual(["4", ""]);
    expect([unchanged.status, unchanged.headers.get("Content-Length")]).toEqual([304, null]);
  });

  it.each(["ASCII", "äöü ÿ", "日本語", "🙂", "\ud800"])(
    "sends text as UTF-8, at once and bit by bit: %s",
    async (sent) => {
      const body = `{"text":"${sent}"}`;
      const { url } = await open(({ path }) =>
        path === "/whole"
          ? toText(body)
          : {
              status: 200,
              headers: {},
              body: (sink) => {
                sink.write(body);
                sink.write("ä");
                sink.end();
              },
            },
      );
      const whole = await fetch(`${url}/whole`);
      const stream = await fetch(`${url}/stream`);
      expect(Buffer.from(await whole.arrayBuffer())).toEqual(Buffer.from(body));
      expect(Buffer.from(await stream.arrayBuffer())).toEqual(Buffer.from(`${body}ä`));
    },
  );

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

  it("tells a stream when its reader lags behind, and when it has gone", async () => {
    let hasRoom = true;
    let written = 0;
    let isClosed = false;
    const { port } = await open(() => ({
      status: 200,
      headers: {},
      body: (sink) => {
        sink.onceClosed(() => {
          isClosed = true;
        });
        while (sink.hasRoom && written < 1000) {
          sink.write("x".repeat(1_000_000));
          written += 1;
        }
        ({ hasRoom } = sink);
      },
    }));
    const socket = connect(port, "127.0.0.1");
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await expect.poll(() => hasRoom).toBe(false);
    expect(written).toBeLessThan(1000);
    socket.destroy();
    await expect.poll(() => isClosed).toBe(true);
  });

  it.each<[string, HttpAnswer]>([
    [
      "stream",
      {
        status: 200,
        headers: {},
        body: (sink) => {
          while (sink.hasRoom) {
            sink.write("x".repeat(1_000_000));
          }
        },
      },
    ],
    ["answer", toText("x".repeat(50_000_000))],
  ])("cuts a reader that takes nothing off of its %s", async (_what, answer) => {
    const { port } = await open(() => answer, { stallMs: 200 });
    const socket = connect(port, "127.0.0.1").pause();
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let isCut = false;
    socket.on("error", () => {
      isCut = true;
    });
    // Notices the end only by writing, since it does not read.
    await expect
      .poll(
        () => {
          socket.write(" ");
          return isCut;
        },
        { timeout: 10_000 },
      )
      .toBe(true);
  });

  it("goes on with a reader that is slow, and with a stream that only has heartbeats", async () => {
    let beats = 0;
    const { url } = await open(
      () => ({
        status: 200,
        headers: {},
        body: (sink) => {
          const timer = setInterval(() => {
            beats += 1;
            sink.write(": heartbeat\n\n");
            if (beats === 10) {
              clearInterval(timer);
              sink.end();
            }
          }, 100);
        },
      }),
      { stallMs: 300 },
    );
    expect((await (await fetch(url)).text()).length).toBe(10 * ": heartbeat\n\n".length);
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

  it("cuts what is not answered when it is told to", async () => {
    const { close, cut, url } = await open(() => new Promise(() => undefined));
    const asking = expect(fetch(url)).rejects.toThrow();
    await close(AbortSignal.any([cut.signal, AbortSignal.abort()]));
    await asking;
  });
});
