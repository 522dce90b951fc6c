import type { Context } from "hono";
import type { DrainState } from "../../drain.js";

/** Makes what answers the kubelet: alive as long as it answers, ready while it takes new tasks. */
export function createHealthRoutes(getState: () => DrainState): {
  liveness: (context: Context) => Response;
  readiness: (context: Context) => Response;
} {
  return {
    // A process that drains works as it should: a restart would lose its tasks.
    liveness: (context) => context.json({ state: getState() }),
    readiness: (context) => {
      const state = getState();
      return context.json({ state }, state === "ready" ? 200 : 503);
    },
  };
}
