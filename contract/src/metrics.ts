/** What a metric is called and what it tells. */
export interface MetricDefinition {
  /** The name in the exposition format. */
  name: string;
  type: "gauge" | "counter" | "histogram";
  help: string;
  /** The names of its labels. Gauges that a scaler reads have none. */
  labels: readonly string[];
}

/** The metrics of a pod. Scalers, alerts and dashboards rest on these names. */
export const METRICS = {
  activeTasks: {
    name: "a2a_active_tasks",
    type: "gauge",
    help: "Tasks that are being worked on.",
    labels: [],
  },
  queuedTasks: {
    name: "a2a_queued_tasks",
    type: "gauge",
    help: "Tasks that are accepted and not begun.",
    labels: [],
  },
  taskCapacity: {
    name: "a2a_task_capacity",
    type: "gauge",
    help: "Tasks that the pod works on at a time at most. Absent without a limit.",
    labels: [],
  },
  saturationRatio: {
    name: "a2a_saturation_ratio",
    type: "gauge",
    help: "Active and queued tasks divided by the capacity. Absent without a limit.",
    labels: [],
  },
  streamsActive: {
    name: "a2a_streams_active",
    type: "gauge",
    help: "Streams that are open.",
    labels: [],
  },
  draining: {
    name: "a2a_draining",
    type: "gauge",
    help: "1 while the pod refuses new tasks because it is going away, else 0.",
    labels: [],
  },
  tasks: {
    name: "a2a_tasks_total",
    type: "counter",
    help: "Tasks that ended, by their final state.",
    labels: ["state"],
  },
  taskDuration: {
    name: "a2a_task_duration_seconds",
    type: "histogram",
    help: "Time from the beginning of the work on a task to its end.",
    labels: ["state"],
  },
  taskQueueDuration: {
    name: "a2a_task_queue_duration_seconds",
    type: "histogram",
    help: "Time from accepting a task to the beginning of the work on it.",
    labels: [],
  },
  taskTimeToFirstEvent: {
    name: "a2a_task_time_to_first_event_seconds",
    type: "histogram",
    help: "Time from accepting a task to its first event.",
    labels: [],
  },
  requests: {
    name: "a2a_requests_total",
    type: "counter",
    help: "Requests that were answered.",
    labels: ["method", "binding", "protocol_version", "outcome"],
  },
  requestDuration: {
    name: "a2a_request_duration_seconds",
    type: "histogram",
    help: "Time from the beginning of a request to the end of its answer.",
    labels: ["method", "binding"],
  },
  streamEvents: {
    name: "a2a_stream_events_total",
    type: "counter",
    help: "Events that were sent on streams.",
    labels: ["type"],
  },
  pushDeliveries: {
    name: "a2a_push_deliveries_total",
    type: "counter",
    help: "Push notifications that were sent or given up.",
    labels: ["outcome"],
  },
  peerRequests: {
    name: "a2a_peer_requests_total",
    type: "counter",
    help: "Requests to peers.",
    labels: ["peer", "outcome"],
  },
  drainDuration: {
    name: "a2a_drain_duration_seconds",
    type: "histogram",
    help: "Time from refusing new tasks to the end of the drain.",
    labels: [],
  },
  drainTasks: {
    name: "a2a_drain_tasks_total",
    type: "counter",
    help: "Tasks that ended during a drain, by their final state, or aborted.",
    labels: ["outcome"],
  },
  agentInfo: {
    name: "a2a_agent_info",
    type: "gauge",
    help: "Always 1; its labels tell which agent the pod is.",
    labels: ["name", "version", "card_hash", "protocol_versions"],
  },
} as const satisfies Record<string, MetricDefinition>;
