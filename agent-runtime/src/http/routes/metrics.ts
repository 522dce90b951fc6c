import type { Metrics } from "../../metrics.js";
import type { HttpRoute } from "../http-exchange.js";

/** Makes what answers Prometheus. */
export function createMetricsRoute(metrics: Pick<Metrics, "contentType" | "render">): HttpRoute {
  return async () => ({
    status: 200,
    headers: { "Content-Type": metrics.contentType },
    body: await metrics.render(),
  });
}
