// How an agent is called by HTTP, whatever kind of server it has.
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  createUpstreamConnection,
  type UpstreamConnection,
  type UpstreamRequest,
} from "../../../agent-runtime/src/upstream/upstream-connection.ts";
import { makeCertificate } from "../make-certificate.ts";
import { startBlockedAgent } from "./blocked-agent.ts";
import { startRawAgent } from "./raw-agent.ts";

const POST: UpstreamRequest = { method: "POST", path: "/", headers: {}, body: "hello" };

function connectTo(url: string): UpstreamConnection {
  const connection = createUpstreamConnection(url);
  onTestFinished(() => {
    connection.close();
  });
  return connection;
}

async function readStream(connection: UpstreamConnection): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of (await connection.stream(POST)).chunks) {
    all.push(chunk);
  }
  return Buffer.concat(all).toString();
}

describe("the host", () => {
  it.each([
    ["::1", "[::1]"],
    ["127.0.0.1", "localhost"],
    ["::", "localhost"],
  ])("is reached where the agent listens on %s and is called at %s", async (listening, named) => {
    const { port } = await startRawAgent((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    }, listening);
    const connection = connectTo(`http://${named}:${port}`);
    expect(await connection.request(POST)).toMatchObject({ status: 200, text: "hi" });
  });
});

describe("an agent with TLS", () => {
  it("is called where its certificate is vouched for, and by HTTP/1.1", async () => {
    const { certificate, key } = await makeCertificate("localhost");
    const server = createServer({ key, cert: certificate }, (request, response) => {
      response.end(`HTTP/${request.httpVersion}`);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    await expect(connectTo(`https://localhost:${port}`).request(POST)).rejects.toMatchObject({
      failure: "unreachable",
    });
    const trusted = getCACertificates("default");
    onTestFinished(() => {
      setDefaultCACertificates(trusted);
    });
    setDefaultCACertificates([...trusted, certificate]);
    expect(await connectTo(`https://localhost:${port}`).request(POST)).toMatchObject({
      text: "HTTP/1.1",
    });
  });
});

describe("an answer", () => {
  it.each([
    ["of HTTP/1.0 without a length", "HTTP/1.0 200 OK\r\n\r\nhello world"],
    [
      "in chunks with trailers",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n" +
        "6\r\nhello \r\n5\r\nworld\r\n0\r\nX-Sum: 1\r\n\r\n",
    ],
    [
      "after early hints",
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\nhello world",
    ],
  ])("is read: one %s", async (_, text) => {
    const { port } = await startRawAgent((socket) => {
      // In two pieces, as it may come.
      socket.write(text.slice(0, -8));
      setTimeout(() => socket.end(text.slice(-8)), 20);
    });
    const connection = connectTo(`http://127.0.0.1:${port}`);
    expect(await connection.request(POST)).toMatchObject({ status: 200, text: "hello world" });
    expect(await readStream(connection)).toBe("hello world");
  });

  it("breaks off where it has less than it says", async () => {
    const { port } = await startRawAgent((socket) => {
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello");
    });
    const connection = connectTo(`http://127.0.0.1:${port}`);
    await expect(connection.request(POST)).rejects.toMatchObject({ failure: "broken" });
    await expect(readStream(connection)).rejects.toMatchObject({ failure: "broken" });
  });

  it("is waited for in the middle of a body that has a length, without asking again and again", async () => {
    const { port } = await startRawAgent((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello");
      setTimeout(() => socket.write(" world"), 300);
    });
    const pieces: string[] = [];
    for await (const chunk of (await connectTo(`http://127.0.0.1:${port}`).stream(POST)).chunks) {
      pieces.push(chunk.toString());
    }
    expect(pieces).toEqual(["hello", " world"]);
  });

  it("is not read ahead of its reader", async () => {
    let written = 0;
    const { port } = await startRawAgent((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
      const chunk = `data: ${"x".repeat(64 * 1024)}\n\n`;
      const fill = (): void => {
        while (socket.write(chunk)) {
          written += chunk.length;
        }
      };
      socket.on("drain", fill);
      fill();
    });
    const { chunks } = await connectTo(`http://127.0.0.1:${port}`).stream(POST);
    await pause(500);
    const before = written;
    await pause(500);
    expect(written).toBe(before);
    await chunks.next();
    await chunks.return();
  });
});

describe("a message", () => {
  it("is lost to no server that closes each connection as soon as it has answered", async () => {
    let received = 0;
    const agent = await startRawAgent((socket) => {
      received += 1;
      // Nothing says that it is going to close.
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
      socket.end();
    });
    const connection = connectTo(`http://127.0.0.1:${agent.port}`);
    const sendAll = async (): Promise<void> => {
      for (let sent = 0; sent < 100; sent += 1) {
        expect(await connection.request(POST)).toMatchObject({ text: "hi" });
        if (sent % 3 === 1) {
          await nextTurn();
        } else if (sent % 3 === 2) {
          await pause(1);
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, sendAll));
    expect(received).toBe(800);
  });

  it("goes on a connection of its own after a second, when servers close idle ones", async () => {
    const agent = await startRawAgent((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    });
    const connection = connectTo(`http://127.0.0.1:${agent.port}`);
    await connection.request(POST);
    await nextTurn();
    await connection.request(POST);
    expect(agent.connections).toBe(1);
    await pause(1_600);
    await connection.request(POST);
    expect(agent.connections).toBe(2);
  });

  it("is told not to be sent where connections are neither taken nor refused", async () => {
    const agent = await startBlockedAgent();
    await agent.fillQueue();
    const connection = connectTo(`http://127.0.0.1:${agent.port}`);
    await expect(connection.request(POST)).rejects.toMatchObject({ failure: "busy" });
  }, 15_000);
});
