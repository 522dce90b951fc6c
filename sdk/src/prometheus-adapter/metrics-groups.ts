/** The group of metrics of objects. */
export const CUSTOM_METRICS_GROUP = "custom.metrics.k8s.io";

/** The group of metrics of no object. */
export const EXTERNAL_METRICS_GROUP = "external.metrics.k8s.io";
