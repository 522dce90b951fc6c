import { HTTP_PATHS } from "@berth/contract";
import type { AgentLog } from "../agent-task.js";
import { KEYS_PATH } from "../card/card-edition.js";
import { FORMER_CARD_PATH } from "../card/card-paths.js";
import type { CardSource } from "../card/card-source.js";
import type { Metrics } from "../metrics.js";
import type { HttpRequest, HttpRoute } from "./http-exchange.js";
import { createRouter, type HttpApp, type RouteEntry, toErrorAnswer } from "./router.js";
import type { BindingOptions } from "./routes/answer-operation.js";
import { createDrainRoute } from "./routes/drain.js";
import { createHealthRoutes, type HealthOptions } from "./routes/health.js";
import { createMetricsRoute } from "./routes/metrics.js";
import { createPageRoute } from "./routes/page.js";
import { createRestRoutes } from "./routes/rest.js";
import { createRpcRoute } from "./routes/rpc.js";

export interface AgentAppOptions extends BindingOptions {
  cards: Pick<CardSource, "answer" | "answerKeys" | "findDocument">;
  /** What is answered besides. */
  moreRoutes?: readonly RouteEntry[];
}

/** Makes what answers on the A2A port. */
export function createAgentApp(options: AgentAppOptions): HttpApp {
  const { cards, log, moreRoutes = [] } = options;
  const answerPage = createPageRoute(cards.findDocument);
  return createRouter(
    [
      toGet(HTTP_PATHS.card, cards.answer),
      toGet(FORMER_CARD_PATH, cards.answer),
      ...(cards.answerKeys === undefined ? [] : [toGet(KEYS_PATH, cards.answerKeys)]),
      { methods: ["POST"], path: "/", route: createRpcRoute(options) },
      toGet("/", (request) => (isBrowser(request) ? answerPage(request) : pointOut())),
      ...createRestRoutes(options),
      ...moreRoutes,
    ],
    { log },
  );
}

function toGet(path: string, route: HttpRoute): RouteEntry {
  return { methods: ["GET", "HEAD"], path, route };
}

export interface AdminAppOptions extends HealthOptions {
  /** Begins the drain. Resolves when it is over. */
  drain: () => Promise<void>;
  log: AgentLog;
}

/** Makes what answers on the admin port. */
export function createAdminApp(options: AdminAppOptions): HttpApp {
  const { drain, getState, isUpstreamReachable, log } = options;
  const { liveness, readiness, upstream } = createHealthRoutes(options);
  return createRouter(
    [
      { methods: ["GET", "HEAD"], path: HTTP_PATHS.liveness, route: liveness },
      { methods: ["GET", "HEAD"], path: HTTP_PATHS.readiness, route: readiness },
      ...(isUpstreamReachable === undefined ? [] : [toGet(HTTP_PATHS.upstream, upstream)]),
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
