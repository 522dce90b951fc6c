import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import type { HttpAnswer } from "../../agent-runtime/src/http/http-exchange.ts";
import { open, toText } from "./open-port.ts";

describe("an answer of a port", () => {
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
});
