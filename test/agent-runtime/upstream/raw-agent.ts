import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server that is told of each request as it came, and writes what it likes. */
export interface RawAgent {
  readonly port: number;
  /** How many connections were made to it. */
  readonly connections: number;
}

/** Starts a server that answers each request by hand, until the test is over. */
export async function startRawAgent(
  answer: (socket: Socket, request: string) => void,
  host = "127.0.0.1",
): Promise<RawAgent> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let text = "";
    socket.on("error", () => undefined);
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      text += chunk;
      const head = text.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (head !== -1 && text.length >= head + 4 + length) {
        const request = text;
        text = "";
        answer(socket, request);
      }
    });
  });
  server.listen(0, host);
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
  };
}
