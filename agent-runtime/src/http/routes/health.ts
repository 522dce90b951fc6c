import type { DrainState } from "../../drain.js";
import { type HttpRoute, toJsonAnswer } from "../http-exchange.js";

export interface HealthOptions {
  getState: () => DrainState;
  /** True while the agent behind the proxy takes connections. Missing where the agent is this process. */
  isUpstreamReachable?: (() => boolean) | undefined;
}

/** What answers the kubelet. */
export interface HealthRoutes {
  liveness: HttpRoute;
  readiness: HttpRoute;
  upstream: HttpRoute;
}

/** Makes what answers the kubelet: alive as long as it answers, ready while it takes new tasks. */
export function createHealthRoutes({
  getState,
  isUpstreamReachable = () => true,
}: HealthOptions): HealthRoutes {
  const toAnswer = (isWell: boolean): ReturnType<typeof toJsonAnswer> => {
    const isReachable = isUpstreamReachable();
    return toJsonAnswer(isWell ? 200 : 503, {
      state: getState(),
      ...(isReachable ? {} : { agent: "unreachable" }),
    });
  };
  return {
    // A process that drains works as it should: a restart would lose its tasks.
    liveness: () => toAnswer(true),
    readiness: () => toAnswer(getState() === "ready" && isUpstreamReachable()),
    // That of the agent, whatever the proxy itself is up to.
    upstream: () => toAnswer(isUpstreamReachable()),
  };
}
