import { ScalingBackend } from "../scaling-backend.js";
import { DEFAULT_SCALING_BACKEND } from "./defaults.js";
import { readMember } from "./plain-object.js";

/** Reads what scales the pods from args that nothing has checked. Undefined where there is no `scaling`. */
export function readScalingBackend(args: unknown): unknown {
  return readMember(args, ["scaling"]) === undefined
    ? undefined
    : (readMember(args, ["scaling", "backend"]) ?? DEFAULT_SCALING_BACKEND);
}

/** Tells whether a backend scales by a HorizontalPodAutoscaler of the Agent's. */
export function hasHorizontalPodAutoscaler(backend: unknown): boolean {
  return backend === ScalingBackend.PrometheusAdapter || backend === ScalingBackend.ExistingApi;
}
