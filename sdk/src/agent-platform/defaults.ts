import { DEFAULT_RUN_AS_USER } from "../agent/defaults.js";

// The defaults of an AgentPlatform that nobody else spells.

/** The Prometheus that is installed. */
export const DEFAULT_PROMETHEUS_IMAGE = "quay.io/prometheus/prometheus:v3.16.0";

/** Scalers and alerts look back for minutes; a day shows people how it was before. */
export const DEFAULT_RETENTION_HOURS = 24;

/** Enough for about 200 pods of agents: each has some hundred time series, of a few kilobytes each. */
export const DEFAULT_PROMETHEUS_RESOURCES = {
  requestsCpu: "100m",
  requestsMemory: "512Mi",
  limitsCpu: "1000m",
  limitsMemory: "1Gi",
};

/** Where KEDA is when it is installed as its documentation says. */
export const DEFAULT_KEDA_NAMESPACE = "keda";

/** The user that Prometheus runs as. */
export const PROMETHEUS_USER = DEFAULT_RUN_AS_USER;

/** Enough to pull the image of Prometheus, and to read what it wrote last. */
export const PROMETHEUS_PROGRESS_DEADLINE_SECONDS = 600;
