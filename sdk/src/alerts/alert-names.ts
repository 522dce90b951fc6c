/** Every alert there is. A name is for ever: routings and silences rest on it. */
export const ALERT_NAMES = [
  "AgentTaskFailureBurn",
  "AgentTaskFailureBurnSlow",
  "AgentQueueStuck",
  "AgentSaturated",
  "AgentTasksAborted",
  "AgentDrainNearLimit",
  "AgentDrainOverdue",
  "AgentCardDrift",
  "AgentScrapeFailing",
  "AgentLoadMissing",
  "AgentLoadInvalid",
  "AgentAbsent",
  "AgentPushDeliveriesGivenUp",
  "AgentPeerFailing",
  "MetricsApiDown",
  "AgentNoReadyPods",
  "AgentPodStuckTerminating",
  "AgentScalingBlind",
  "AgentSaturatedAtMax",
  "AgentMetricMissing",
  "KedaMetricsApiDown",
  "KedaScalerErrors",
  "KedaSourceEmpty",
] as const;

/** The name of an alert. */
export type AlertName = (typeof ALERT_NAMES)[number];
