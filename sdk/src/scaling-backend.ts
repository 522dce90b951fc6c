/** What makes the number of pods follow the tasks. */
export const ScalingBackend = {
  /** A HorizontalPodAutoscaler on the Pods metrics of Berth's PrometheusAdapter. */
  PrometheusAdapter: "PrometheusAdapter",
  /** A ScaledObject of KEDA, which asks Prometheus itself: https://keda.sh */
  Keda: "Keda",
  /** A HorizontalPodAutoscaler on the Pods metrics of whatever serves them in the cluster already. */
  ExistingApi: "ExistingApi",
  /** Nothing of Berth's: the number of pods is left to a scaler of your own. */
  None: "None",
} as const;

/** What makes the number of pods follow the tasks. */
export type ScalingBackend = (typeof ScalingBackend)[keyof typeof ScalingBackend];
