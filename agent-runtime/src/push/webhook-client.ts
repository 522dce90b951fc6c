import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as TlsAgent, request as requestHttps } from "node:https";
import type { Clock } from "../clock.js";
import type { WebhookGuard } from "./webhook-guard.js";

/** How long a webhook may take to answer (A2A 1.0, section 4.3.3: 10 to 30 s). */
const WEBHOOK_TIMEOUT_MS = 10_000;

/** An idle connection is closed before most servers close it. */
const IDLE_CONNECTION_MS = 4_000;
const MAX_IDLE_CONNECTIONS = 64;

/** What a webhook says is not read; one that says more than this is hung up on. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** A connection that was kept open and is gone by the time it is used again. */
const STALE_CODES: readonly unknown[] = ["ECONNRESET", "EPIPE"];

/** A request to a webhook. */
export interface WebhookRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Hangs up. */
  signal: AbortSignal;
}

/** Sends requests to webhooks. */
export interface WebhookClient {
  /**
   * Posts once and returns the status of the answer. Redirects are answers like any other: nobody
   * has checked where they lead.
   *
   * @throws WebhookForbiddenError when the guard refuses the address, any other error when there
   *   was no answer.
   */
  post: (request: WebhookRequest) => Promise<number>;
  /** Closes all connections. */
  close: () => void;
}

/**
 * Makes a client that keeps some connections open. It uses no proxy: what a proxy connects to
 * cannot be checked.
 */
export function createWebhookClient(guard: WebhookGuard, clock: Clock): WebhookClient {
  const settings = {
    keepAlive: true,
    timeout: IDLE_CONNECTION_MS,
    maxFreeSockets: MAX_IDLE_CONNECTIONS,
  };
  const agent = new Agent(settings);
  const tlsAgent = new TlsAgent(settings);

  const send = (url: URL, { headers, body, signal }: WebhookRequest): ClientRequest => {
    const common = {
      method: "POST",
      headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
      lookup: guard.createLookup(url),
      signal,
    };
    const request =
      url.protocol === "https:"
        ? requestHttps(url, { ...common, agent: tlsAgent })
        : requestHttp(url, { ...common, agent });
    return request.end(body);
  };

  const post = async (request: WebhookRequest): Promise<number> => {
    const url = guard.parse(request.url);
    const sent = send(url, request);
    const cancelTimer = clock.startTimer(WEBHOOK_TIMEOUT_MS, () => {
      sent.destroy(new Error(`The webhook took longer than ${WEBHOOK_TIMEOUT_MS} ms.`));
    });
    try {
      return await toStatus(sent);
    } catch (error) {
      if (sent.reusedSocket && STALE_CODES.includes((error as NodeJS.ErrnoException).code)) {
        return await post(request);
      }
      throw error;
    } finally {
      cancelTimer();
    }
  };

  return {
    post,
    close: () => {
      agent.destroy();
      tlsAgent.destroy();
    },
  };
}

/** Resolves when the answer is over, or was cut: its status had come before. */
function toStatus(request: ClientRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    let status: number | undefined;
    let reason = new Error("The webhook closed the connection without an answer.");
    request.on("response", (response) => {
      status = response.statusCode;
      discard(response);
    });
    request.on("error", (error) => {
      reason = error;
    });
    request.on("close", () => {
      if (status === undefined) {
        reject(reason);
      } else {
        resolve(status);
      }
    });
  });
}

function discard(response: IncomingMessage): void {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      response.destroy();
    }
  });
  // The status is what counts.
  response.on("error", () => undefined);
}
