import type { DrainState } from "../../drain.js";
import { type HttpRoute, toJsonAnswer } from "../http-exchange.js";

/**
 * Makes what begins the drain and answers when it is over, for a `preStop` hook: the kubelet waits
 * for the answer before it tells the container to go
 * (https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/). A caller that does
 * not wait ends nothing.
 */
export function createDrainRoute(
  drain: () => Promise<void>,
  getState: () => DrainState,
): HttpRoute {
  return async () => {
    await drain();
    return toJsonAnswer(200, { state: getState() });
  };
}
