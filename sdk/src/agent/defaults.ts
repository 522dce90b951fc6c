import { HTTP_PATHS } from "@berth/contract";
import { PACKAGE_VERSION } from "../package-version.js";
import { ScalingBackend } from "../scaling-backend.js";
import { AgentRuntimeMode } from "./args.js";

// The defaults of an Agent that nobody else spells. Those of the card, the drain and the port are in
// the contract.

/** One pod is there while another one goes away. */
export const DEFAULT_REPLICAS = 2;

/** It takes any image as it is. */
export const DEFAULT_RUNTIME_MODE = AgentRuntimeMode.Sidecar;

/** The sidecar of the same version: what the two must agree on is one contract. */
export const DEFAULT_RUNTIME_IMAGE = `berth/agent-runtime:${PACKAGE_VERSION}`;

/**
 * What a sidecar asks for and may use. It has no limit of processor time, which would slow every answer of
 * the agent down while the node has time to spare.
 */
export const DEFAULT_RUNTIME_RESOURCES = {
  requests: { cpu: "50m", memory: "128Mi", ephemeralStorage: "64Mi" },
  limits: { memory: "256Mi", ephemeralStorage: "512Mi" },
};

/** What the scheduler keeps free for an agent. */
export const DEFAULT_REQUESTS = { cpu: "250m", memory: "512Mi", ephemeralStorage: "64Mi" };

/** What an agent may use at most. */
export const DEFAULT_LIMITS = { cpu: "1000m", memory: "1Gi", ephemeralStorage: "512Mi" };

/** A pod counts when every load balancer had the time to learn of it. */
export const MIN_READY_SECONDS = 10;

/** Enough to pull the image of a large model and to start it. */
export const DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;

/** The least number of pods under a scaler. */
export const DEFAULT_MIN_REPLICAS = 2;

/** The greatest number of pods under a scaler. */
export const DEFAULT_MAX_REPLICAS = 20;

/** What the guide that images are written after uses. */
export const DEFAULT_SCALING_BACKEND = ScalingBackend.PrometheusAdapter;

/** The tasks that a pod works on, on average. */
export const DEFAULT_TARGET_ACTIVE_TASKS = 5;

/** A burst is answered soon, and in steps that a cluster can follow. */
export const DEFAULT_SCALE_UP = { stabilizationWindowSeconds: 30, pods: 4, periodSeconds: 60 };

/** A pod that has just started is not given up in a short lull. */
export const DEFAULT_SCALE_DOWN = { stabilizationWindowSeconds: 300, pods: 2, periodSeconds: 120 };

/** How long a container may take to start is up to the deadline of its rollout. */
export const DEFAULT_STARTUP_PROBE = { periodSeconds: 2, timeoutSeconds: 3 };

/** Ten seconds until an agent that takes no tasks gets none. */
export const DEFAULT_READINESS_PROBE = { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 };

/** A minute without an answer: an agent that only computes for long is not dead. */
export const DEFAULT_LIVENESS_PROBE = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 };

/** What gateways and meshes are told that the port speaks. */
export const DEFAULT_APP_PROTOCOL = "http";

/** From one look of Prometheus at a pod to the next. */
export const DEFAULT_MONITORING_INTERVAL_SECONDS = 15;

/** Scalers look back one minute, in which one look may fail. */
export const MAX_SCALING_INTERVAL_SECONDS = 30;

/** Where an image without a runtime has its metrics: as the runtime has. */
export const DEFAULT_METRICS_PATH = HTTP_PATHS.metrics;

/** Above 10000, where the users of most nodes are. */
export const DEFAULT_RUN_AS_USER = 10001;

/** The oldest minor version of Kubernetes that still gets patches somewhere. */
export const DEFAULT_KUBERNETES_VERSION = "1.33";
