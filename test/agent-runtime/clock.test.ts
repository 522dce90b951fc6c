import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../agent-runtime/src/clock.ts";

const LOOPBACK = "127.0.0.1";

/** Two ends of a connection. */
async function createConnection(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer().listen(0, LOOPBACK);
  onTestFinished(() => {
    server.close();
  });
  await once(server, "listening");
  const accepted = once(server, "connection");
  const near = connect({ host: LOOPBACK, port: (server.address() as AddressInfo).port });
  const [far] = (await accepted) as [Socket];
  onTestFinished(() => {
    near.destroy();
    far.destroy();
  });
  return { near, far };
}

/** Gives the event loop no turn for a while. */
function block(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

describe("a timer of the machine's clock", () => {
  it("fires after what had arrived before it was due was read", async () => {
    const { near, far } = await createConnection();
    const order: string[] = [];
    const read = once(far, "data").then(() => order.push("data"));
    const fired = new Promise<void>((resolve) => {
      systemClock.startTimer(20, () => {
        order.push("timer");
        resolve();
      });
    });
    near.write("in time");
    block(60);
    await Promise.all([read, fired]);
    expect(order).toEqual(["data", "timer"]);
  });

  it("does not fire when it is cancelled between the moment it is due and that", async () => {
    let isFired = false;
    const cancel = systemClock.startTimer(1, () => {
      isFired = true;
    });
    // Due in the same turn, and after it.
    setTimeout(cancel, 1);
    block(5);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    expect(isFired).toBe(false);
  });
});
