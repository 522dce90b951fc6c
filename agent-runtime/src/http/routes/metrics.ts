import type { Context } from "hono";
import type { Metrics } from "../../metrics.js";

/** Makes what answers Prometheus. */
export function createMetricsRoute(
  metrics: Pick<Metrics, "contentType" | "render">,
): (context: Context) => Promise<Response> {
  return async (context) => {
    context.header("Content-Type", metrics.contentType);
    return context.body(await metrics.render());
  };
}
