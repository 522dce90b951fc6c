import { DEFAULT_RUN_AS_USER } from "../agent/defaults.js";

// The defaults of a PrometheusAdapter that nobody else spells.

/** The newest version there is. */
export const DEFAULT_ADAPTER_IMAGE =
  "registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0";

/** One pod answers while another one goes away. */
export const DEFAULT_ADAPTER_REPLICAS = 2;

/** Enough for some hundred agents. */
export const DEFAULT_ADAPTER_RESOURCES = {
  requestsCpu: "100m",
  requestsMemory: "180Mi",
  limitsCpu: "1000m",
  limitsMemory: "512Mi",
};

/** Where servers behind an API server listen. */
export const DEFAULT_SECURE_PORT = 6443;

/** The metrics of the first agent are known soon. */
export const DEFAULT_RELIST_INTERVAL_SECONDS = 30;

/** A metric does not go when Prometheus misses a few looks. */
export const DEFAULT_MAX_AGE_SECONDS = 300;

/** The user that the adapter runs as. */
export const ADAPTER_USER = DEFAULT_RUN_AS_USER;

/** Enough to pull the image and to start two pods one after the other. */
export const ADAPTER_PROGRESS_DEADLINE_SECONDS = 300;

/**
 * What a pod asks the API server for in a second. Every scaler has it list pods once in 15 s, and the
 * API server asks one pod for all: this is enough for 1500. Clients ask for 5 unless they are told.
 */
export const ADAPTER_CLIENT_QPS = 100;

/** The same, when many come at a time. */
export const ADAPTER_CLIENT_BURST = 200;
