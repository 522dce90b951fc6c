import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ListenError } from "./listen-error.js";

// The only file that touches sockets and the process.

/** Longer than what load balancers keep a connection for (60 s), so that it is they who close it. */
const KEEP_ALIVE_MS = 65_000;

/** Above the former: the wait for the next headers begins when a connection falls idle. */
const HEADERS_MS = KEEP_ALIVE_MS + 1_000;

/** Takes the requests of a port. */
export type Fetch = (request: Request) => Response | Promise<Response>;

export interface PortOptions {
  /** What the port was given by, for messages. */
  setting: string;
  host: string | undefined;
  port: number;
  /** Takes any free port when this one is taken. */
  isFlexible: boolean;
  fetch: Fetch;
}

/** A port that takes requests. */
export interface OpenPort {
  readonly port: number;
  /** Closes connections as they fall idle, from now on. Requests go on being answered. */
  shedConnections: () => void;
  /**
   * Takes no more connections. Resolves when every answer has been sent, or when `cutAnswers` is
   * aborted and the rest is cut off.
   */
  close: (cutAnswers: AbortSignal) => Promise<void>;
}

/**
 * Opens a port.
 *
 * @throws ListenError.
 */
export async function openPort(options: PortOptions): Promise<OpenPort> {
  const server = createAdaptorServer({
    fetch: (request) => options.fetch(toPlainRequest(request)),
    // What the process has as Request and Response is not ours to change.
    overrideGlobalObjects: false,
    serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_MS },
  }) as Server;
  await listen(server, options);

  let isShedding = false;
  server.on("request", (_request, response) => {
    response.once("close", () => {
      if (isShedding) {
        // In a later turn: now the connection still counts as busy.
        setImmediate(() => {
          server.closeIdleConnections();
        });
      }
    });
  });
  const shedConnections = (): void => {
    isShedding = true;
    server.closeIdleConnections();
  };
  return {
    port: (server.address() as AddressInfo).port,
    shedConnections,
    close: async (cutAnswers) => {
      const cut = (): void => {
        server.closeAllConnections();
      };
      cutAnswers.addEventListener("abort", cut);
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        shedConnections();
        if (cutAnswers.aborted) {
          cut();
        }
      });
      cutAnswers.removeEventListener("abort", cut);
    },
  };
}

/** The adaptor's own class cannot be copied by a constructor that is not its own. */
function toPlainRequest({ url, method, headers, body }: Request): Request {
  return new Request(url, { method, headers, body, duplex: "half" });
}

async function listen(server: Server, options: PortOptions): Promise<void> {
  try {
    await tryListen(server, options.port, options.host);
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (options.isFlexible && failure.code === "EADDRINUSE") {
      await tryListen(server, 0, options.host);
      return;
    }
    throw new ListenError(options.setting, options.port, failure);
  }
}

function tryListen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** How an error got where nobody catches. */
export type StrayErrorKind = "exception" | "rejection";

/** What a server needs of the process it runs in. */
export interface HostProcess {
  /** Calls back on each SIGTERM and SIGINT, until the returned function is called. */
  onSignal: (callback: (signal: NodeJS.Signals) => void) => () => void;
  /**
   * Calls back on what was thrown, or rejected, where nobody catches; until the returned function
   * is called. What the callback does not take ends the process, as it would without it.
   */
  onStrayError: (callback: (error: unknown, kind: StrayErrorKind) => boolean) => () => void;
  exit: (code: number) => void;
  /** The code of the process when it ends by itself. */
  setExitCode: (code: number) => void;
  /** Writes on the standard output. */
  write: (text: string) => void;
}

/** The process that this runs in. */
export const hostProcess: HostProcess = {
  onSignal: (callback) => {
    process.on("SIGTERM", callback);
    process.on("SIGINT", callback);
    return () => {
      process.off("SIGTERM", callback);
      process.off("SIGINT", callback);
    };
  },
  onStrayError: (callback) => {
    const take = (error: unknown, kind: StrayErrorKind): void => {
      if (!callback(error, kind)) {
        console.error(error);
        process.exit(1);
      }
    };
    const takeException = (error: unknown): void => {
      take(error, "exception");
    };
    const takeRejection = (error: unknown): void => {
      take(error, "rejection");
    };
    process.on("uncaughtException", takeException);
    process.on("unhandledRejection", takeRejection);
    return () => {
      process.off("uncaughtException", takeException);
      process.off("unhandledRejection", takeRejection);
    };
  },
  exit: (code) => {
    process.exit(code);
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
  write: (text) => {
    process.stdout.write(text);
  },
};
