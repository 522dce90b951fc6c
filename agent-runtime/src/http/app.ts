import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import { HTTP_PATHS } from "@berth/contract";
import { type Context, Hono } from "hono";
import { accepts } from "hono/accepts";
import { bodyLimit } from "hono/body-limit";
import { etag } from "hono/etag";
import type { AgentCardDocument } from "../agent-card.js";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { DrainState } from "../drain.js";
import { RefusedError } from "../errors.js";
import type { Metrics } from "../metrics.js";
import { createCardRoute } from "./routes/card.js";
import { createHealthRoutes } from "./routes/health.js";
import { createMetricsRoute } from "./routes/metrics.js";
import { createPageRoute } from "./routes/page.js";
import { createRpcRoute } from "./routes/rpc.js";

export interface AgentAppOptions {
  card: AgentCardDocument;
  handler: A2ARequestHandler;
  /** The size in bytes above which a request is refused. */
  maxBodyBytes: number;
  /** True from the moment the process was told to go. */
  isLeaving: () => boolean;
  clock: Clock;
  metrics: Metrics;
  log: AgentLog;
}

/** Makes what answers on the A2A port: from a Request to a Response, without a socket. */
export function createAgentApp(options: AgentAppOptions): Hono {
  const { card, isLeaving, log, maxBodyBytes } = options;
  const rpc = createRpcRoute(options);
  const answerPage = createPageRoute(card);
  const app = createApp(log);

  app.use(async (context, next) => {
    await next();
    if (isLeaving()) {
      // The caller's next request opens a connection, which leads to a pod that stays.
      context.header("Connection", "close");
    }
  });
  app.get(HTTP_PATHS.card, etag(), createCardRoute(card));
  app.get("/", (context) => (prefersHtml(context) ? answerPage(context) : expectPost(context)));
  app.post(
    "/",
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (context) =>
        rpc.refuse(
          context,
          new RefusedError(
            "PAYLOAD_TOO_LARGE",
            `The body must be at most ${maxBodyBytes} bytes. Send a 'url' part for larger content.`,
          ),
        ),
    }),
    rpc.answer,
  );
  app.all("/", expectPost);
  return app;
}

/** Makes what answers on the admin port. */
export function createAdminApp(getState: () => DrainState, log: AgentLog): Hono {
  const app = createApp(log);
  const { liveness, readiness } = createHealthRoutes(getState);
  app.get(HTTP_PATHS.liveness, liveness);
  app.get(HTTP_PATHS.readiness, readiness);
  return app;
}

/** Makes what answers on the metrics port. */
export function createMetricsApp(metrics: Metrics, log: AgentLog): Hono {
  const app = createApp(log);
  app.get(HTTP_PATHS.metrics, createMetricsRoute(metrics));
  return app;
}

function createApp(log: AgentLog): Hono {
  const app = new Hono();
  app.notFound((context) =>
    toErrorBody(context, 404, "NOT_FOUND", `There is nothing at '${context.req.path}'.`),
  );
  app.onError((error, context) => {
    log.error({ err: error }, "A request could not be answered");
    return toErrorBody(context, 500, "INTERNAL", "The request could not be answered.");
  });
  return app;
}

function prefersHtml(context: Context): boolean {
  const choice = accepts(context, {
    header: "Accept",
    supports: ["application/json", "text/html"],
    default: "application/json",
  });
  return choice === "text/html";
}

function expectPost(context: Context): Response {
  context.header("Allow", "POST");
  return toErrorBody(
    context,
    405,
    "METHOD_NOT_ALLOWED",
    `Send JSON-RPC by POST. The card is at ${HTTP_PATHS.card}.`,
  );
}

/** An error outside of any binding, in the shape of the HTTP binding (A2A 1.0, section 11.6). */
function toErrorBody(
  context: Context,
  code: 404 | 405 | 500,
  status: string,
  message: string,
): Response {
  return context.json({ error: { code, status, message } }, code);
}
