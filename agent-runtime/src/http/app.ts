import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import { HTTP_PATHS } from "@berth/contract";
import type { AgentCardDocument } from "../agent-card.js";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { DrainState } from "../drain.js";
import type { Metrics } from "../metrics.js";
import type { HttpRequest } from "./http-exchange.js";
import { createRouter, type HttpApp, toErrorAnswer } from "./router.js";
import { createCardRoute } from "./routes/card.js";
import { createDrainRoute } from "./routes/drain.js";
import { createHealthRoutes } from "./routes/health.js";
import { createMetricsRoute } from "./routes/metrics.js";
import { createPageRoute } from "./routes/page.js";
import { createRpcRoute } from "./routes/rpc.js";

export interface AgentAppOptions {
  card: AgentCardDocument;
  handler: A2ARequestHandler;
  /** The size in bytes above which a request is refused. */
  maxBodyBytes: number;
  clock: Clock;
  metrics: Metrics;
  log: AgentLog;
}

/** Makes what answers on the A2A port. */
export function createAgentApp(options: AgentAppOptions): HttpApp {
  const { card, log } = options;
  const answerPage = createPageRoute(card);
  return createRouter(
    [
      { methods: ["GET", "HEAD"], path: HTTP_PATHS.card, route: createCardRoute(card) },
      { methods: ["POST"], path: "/", route: createRpcRoute(options) },
      {
        methods: ["GET", "HEAD"],
        path: "/",
        route: (request) => (isBrowser(request) ? answerPage(request) : pointOut()),
      },
    ],
    { log },
  );
}

export interface AdminAppOptions {
  getState: () => DrainState;
  /** Begins the drain. Resolves when it is over. */
  drain: () => Promise<void>;
  log: AgentLog;
}

/** Makes what answers on the admin port. */
export function createAdminApp({ drain, getState, log }: AdminAppOptions): HttpApp {
  const { liveness, readiness } = createHealthRoutes(getState);
  return createRouter(
    [
      { methods: ["GET", "HEAD"], path: HTTP_PATHS.liveness, route: liveness },
      { methods: ["GET", "HEAD"], path: HTTP_PATHS.readiness, route: readiness },
      // The kubelet's hooks send GET; a prefetch by HEAD must not drain.
      {
        methods: ["GET", "POST"],
        path: HTTP_PATHS.drain,
        route: createDrainRoute(drain, getState),
      },
    ],
    { log },
  );
}

/** Makes what answers on the metrics port. */
export function createMetricsApp(metrics: Metrics, log: AgentLog): HttpApp {
  const route = createMetricsRoute(metrics);
  return createRouter([{ methods: ["GET", "HEAD"], path: HTTP_PATHS.metrics, route }], { log });
}

/** Browsers ask for HTML by its name; nothing else does. */
function isBrowser({ headers }: HttpRequest): boolean {
  return headers.accept?.includes("text/html") === true;
}

function pointOut(): ReturnType<typeof toErrorAnswer> {
  const answer = toErrorAnswer(
    405,
    "METHOD_NOT_ALLOWED",
    `Send JSON-RPC by POST. The card is at ${HTTP_PATHS.card}.`,
  );
  return { ...answer, headers: { ...answer.headers, Allow: "POST" } };
}
