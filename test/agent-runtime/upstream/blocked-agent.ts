import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** A process that listens and then does nothing, as a server with one thread that works does. */
export interface BlockedAgent {
  readonly port: number;
  /** Makes so many connections that no more are taken: those that wait fill the queue of the kernel. */
  fillQueue: () => Promise<void>;
  kill: () => Promise<void>;
}

const SCRIPT = `
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 5 }, () => {
    process.stdout.write(String(server.address().port), () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  });
`;

/** More than the queue takes. */
const FILLERS = 10;

/** Starts a process that is blocked, until the test is over. */
export async function startBlockedAgent(): Promise<BlockedAgent> {
  const child = spawn(process.execPath, ["--eval", SCRIPT], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(kill);
  const [text] = (await once(child.stdout, "data")) as [Buffer];
  const port = Number(text.toString());
  return {
    port,
    kill,
    fillQueue: async () => {
      for (let made = 0; made < FILLERS; made += 1) {
        const socket = connect({ host: "127.0.0.1", port });
        socket.on("error", () => undefined);
        onTestFinished(() => {
          socket.destroy();
        });
      }
      await pause(200);
    },
  };
}
