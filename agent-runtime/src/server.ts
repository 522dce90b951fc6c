import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MAX_HANDOVER_SECONDS } from "@berth/contract";
import { createConnections, linger } from "./connections.js";
import type { HttpAnswer } from "./http/http-exchange.js";
import { hasBody, sendAnswer, toRequest } from "./http/node-exchange.js";
import { toMaxBytesUnderWay } from "./http/read-text.js";
import type { HttpApp } from "./http/router.js";
import { ListenError } from "./listen-error.js";

// The only file that opens ports and touches the process.

/** Longer than what load balancers keep a connection for (60 s), so that it is they who close it. */
const KEEP_ALIVE_MS = 65_000;

/**
 * What callers are told instead, of whom most heed it. An idle connection of theirs is gone before a drain
 * closes it: the process hands over for as long, and a request could be under way at that moment, on a
 * connection that nobody answers on any more.
 */
const KEEP_ALIVE_HINT = `timeout=${MAX_HANDOVER_SECONDS}`;

/** Above the former: the wait for the next headers begins when a connection falls idle. */
const HEADERS_MS = KEEP_ALIVE_MS + 1_000;

/** A request has come by then, headers and body. */
const REQUEST_MS = 120_000;

/** How often it is looked for requests that have not. */
const CHECK_MS = 30_000;

/**
 * A caller that has taken nothing off for so long is gone. Streams are never silent for longer: they
 * have heartbeats.
 */
const STALL_MS = 60_000;

/** A caller whose body is too large is not to send the rest of it, nor anything after it. */
const TOO_LARGE_STATUS = 413;

const MAX_BYTES_UNDER_WAY = toMaxBytesUnderWay(process.constrainedMemory());

export interface PortOptions {
  /** What the port was given by, for messages. */
  setting: string;
  host: string | undefined;
  port: number;
  /** Takes any free port when this one is taken. */
  isFlexible: boolean;
  app: HttpApp;
  /** True when answers are to close their connections: the next request is to go elsewhere. */
  isLeaving?: () => boolean;
  /** How long a caller may take nothing off of its answer. Defaults to a minute. */
  stallMs?: number;
  /** How long a request may take to come, headers and body. Defaults to two minutes. */
  requestMs?: number;
  /** How often it is looked for requests that take longer. Defaults to half a minute. */
  checkMs?: number;
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

const CLOSE = ["Connection", "close"] as const;

/** Both, or Node adds a hint of its own. */
const KEEP_ALIVE = ["Connection", "keep-alive", "Keep-Alive", KEEP_ALIVE_HINT] as const;

/**
 * Opens a port.
 *
 * @throws ListenError.
 */
export async function openPort(options: PortOptions): Promise<OpenPort> {
  const { app, isLeaving = () => false, stallMs = STALL_MS } = options;
  const { checkMs = CHECK_MS, requestMs = REQUEST_MS } = options;
  let isShedding = false;
  const shedLater = (): void => {
    if (isShedding) {
      // In a later turn: now the connection still counts as busy.
      setImmediate(() => {
        server.closeIdleConnections();
      });
    }
  };
  const send = (incoming: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void => {
    response.on("close", shedLater);
    const isEarly = !incoming.complete && hasBody(incoming);
    const isLast = isLeaving() || (isEarly && answer.status === TOO_LARGE_STATUS);
    const sending = {
      connectionHeaders: isLast ? CLOSE : response.shouldKeepAlive ? KEEP_ALIVE : [],
      stallMs,
    };
    if (!isEarly) {
      sendAnswer(response, answer, sending);
      return;
    }
    incoming.once("close", shedLater);
    if (isLast && typeof answer.body === "string") {
      // Node closes the connection with the end of the answer, which would reset it under the caller.
      const onWritten = (end: () => void): void => {
        linger(incoming, end);
      };
      sendAnswer(response, answer, { ...sending, onWritten });
    } else {
      response.once("finish", () => {
        linger(incoming);
      });
      sendAnswer(response, answer, sending);
    }
  };
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: Math.min(HEADERS_MS, requestMs),
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkMs,
    },
    (incoming, response) => {
      connections.track(incoming, response);
      const answer = app(toRequest(incoming, response, MAX_BYTES_UNDER_WAY));
      if (answer instanceof Promise) {
        void answer.then((late) => {
          send(incoming, response, late);
        });
      } else {
        send(incoming, response, answer);
      }
    },
  );
  const connections = createConnections(server);
  await listen(server, options);

  const shedConnections = (): void => {
    isShedding = true;
    server.closeIdleConnections();
    connections.cutUnused();
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
        connections.cutUnanswered();
        if (cutAnswers.aborted) {
          cut();
        }
      });
      cutAnswers.removeEventListener("abort", cut);
    },
  };
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
    throw new ListenError(options.setting, options, failure);
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
  /** Gives the memory back that is left over from the start, once: it takes some 50 ms. */
  shrinkMemory: () => void;
}

/** What the command was given. */
export const COMMAND_ARGUMENTS: readonly string[] = process.argv.slice(2);

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
  shrinkMemory: () => {
    // What was made while modules were loaded is a fifth of the process, and V8 would keep room for it.
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as (options: object) => void;
    setFlagsFromString("--no-expose-gc");
    // V8 drops the hidden class of objects of which none is alive: without this one, each later tick is slow.
    process.nextTick(() => undefined);
    collect({ type: "major", execution: "sync", flavor: "last-resort" });
  },
};
