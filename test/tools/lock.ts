import { createServer, type Server } from "node:net";

/** How often a lock that another process holds is asked for again. */
const RETRY_MS = 200;

async function tryListen(name: string): Promise<Server | undefined> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") {
        resolve(undefined);
      } else {
        reject(error);
      }
    });
    server.listen(`\0${name}`, () => {
      server.unref();
      resolve(server);
    });
  });
}

/**
 * Runs `work` while no other process on this machine runs under the same lock.
 *
 * The lock is an abstract Unix socket: the kernel frees it when its holder ends, even by SIGKILL,
 * so there is never a stale lock to clear.
 *
 * @param onWait is called once when the lock is held by another process.
 */
export async function withLock<T>(
  name: string,
  work: () => Promise<T>,
  onWait?: () => void,
): Promise<T> {
  let server = await tryListen(`berth-${name}`);
  if (server === undefined) {
    onWait?.();
  }
  while (server === undefined) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    server = await tryListen(`berth-${name}`);
  }
  try {
    return await work();
  } finally {
    server.close();
  }
}
