import type { DrainState } from "../../drain.js";
import { type HttpRoute, toJsonAnswer } from "../http-exchange.js";

/** Makes what answers the kubelet: alive as long as it answers, ready while it takes new tasks. */
export function createHealthRoutes(getState: () => DrainState): {
  liveness: HttpRoute;
  readiness: HttpRoute;
} {
  return {
    // A process that drains works as it should: a restart would lose its tasks.
    liveness: () => toJsonAnswer(200, { state: getState() }),
    readiness: () => {
      const state = getState();
      return toJsonAnswer(state === "ready" ? 200 : 503, { state });
    },
  };
}
