import { METRICS } from "@berth/contract";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { TaskState } from "./agent-task.js";
import type { DrainState } from "./drain.js";
import type { ErrorReason } from "./errors.js";
import {
  createAgentInfo,
  createGauges,
  type GaugeReaders,
  type SetAgent,
} from "./metric-gauges.js";
import {
  type CounterSeries,
  createCounterSource,
  createHistogramSource,
  type HistogramSeries,
} from "./metric-series.js";
import type { PeerOutcome } from "./peers/peer-client.js";
import type { PushOutcome } from "./push/push-notifications.js";
import type { TaskObserver } from "./tasks/task-observer.js";
import { IDLE_STATES } from "./tasks/task-state.js";

/** From quick answers to work of hours (OpenTelemetry, `gen_ai.workflow.duration`, and below). */
const TASK_BUCKETS_SECONDS = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];

/** OpenTelemetry, `mcp.server.operation.duration`. */
const REQUEST_BUCKETS_SECONDS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/** What stands for a label value that is none of ours: callers make no new time series. */
const OTHER = "other";

/** The operations of A2A 1.0 (section 3.1), by their names in JSON-RPC. */
const METHODS: ReadonlySet<string> = new Set([
  "SendMessage",
  "SendStreamingMessage",
  "GetTask",
  "ListTasks",
  "CancelTask",
  "SubscribeToTask",
  "CreateTaskPushNotificationConfig",
  "GetTaskPushNotificationConfig",
  "ListTaskPushNotificationConfigs",
  "DeleteTaskPushNotificationConfig",
  "GetExtendedAgentCard",
]);

/** The versions of A2A that callers may speak. */
const VERSIONS: ReadonlySet<string> = new Set(["1.0", "0.3"]);

/** What may become of a notification. */
const PUSH_OUTCOMES = Object.keys({
  delivered: true,
  failed: true,
  refused: true,
  dropped: true,
} satisfies Record<PushOutcome, true>);

/** Stands for a task that a drain cut off. */
const ABORTED = "aborted";

/** What is told of a request when it has been answered. */
export interface AnsweredRequest {
  /** The name of the operation in JSON-RPC, whatever the binding. Undefined when it is none. */
  method: string | undefined;
  binding: "JSONRPC" | "HTTP+JSON";
  /** The version of A2A that the caller asked for. Undefined when it is none that is spoken. */
  version?: string | undefined;
  outcome: "ok" | ErrorReason;
  durationMs: number;
}

/** What the metrics learn of tasks. */
export type MetricsTaskObserver = Pick<
  TaskObserver,
  "onWorkBegin" | "onFirstEvent" | "onIdle" | "onWorkEnd"
>;

/** What the pod tells Prometheus. */
export interface Metrics {
  readonly contentType: string;
  /** The text that Prometheus reads. */
  render: () => Promise<string>;
  taskObserver: MetricsTaskObserver;
  onRequest: (request: AnsweredRequest) => void;
  /** A stream was opened; the returned function closes it. */
  onStream: () => () => void;
  onStreamEvent: (type: string) => void;
  onPushDelivery: (outcome: PushOutcome) => void;
  onPeerCall: (peer: string, outcome: PeerOutcome) => void;
  /** The drain entered a state, at that time of the clock. */
  onDrainState: (state: DrainState, atMs: number) => void;
  setAgent: SetAgent;
}

/** What is read when Prometheus asks. */
export type MetricsOptions = Omit<GaugeReaders, "getStreams">;

/** Makes the metrics of a process, in a registry of their own. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const openStreams = new Set<symbol>();
  createGauges(registry, { ...options, getStreams: () => openStreams.size });

  const states = IDLE_STATES.map(toLabel);
  const tasks = createCounterSource(registry, METRICS.tasks, states);
  const taskDuration = createHistogramSource(registry, METRICS.taskDuration, TASK_BUCKETS_SECONDS);
  const queueDuration = createHistogramSource(
    registry,
    METRICS.taskQueueDuration,
    TASK_BUCKETS_SECONDS,
  )();
  const timeToFirstEvent = createHistogramSource(
    registry,
    METRICS.taskTimeToFirstEvent,
    TASK_BUCKETS_SECONDS,
  )();
  const countRequest = createRequestCount(registry);
  const streamEvents = createCounterSource(registry, METRICS.streamEvents);
  const pushDeliveries = createCounterSource(registry, METRICS.pushDeliveries, PUSH_OUTCOMES);
  const peerRequests = createCounterSource(registry, METRICS.peerRequests);
  const drainDuration = createHistogramSource(
    registry,
    METRICS.drainDuration,
    TASK_BUCKETS_SECONDS,
  )();
  const drainTasks = createCounterSource(registry, METRICS.drainTasks, [...states, ABORTED]);
  const setAgent = createAgentInfo(registry);

  let drain: { state: DrainState; sinceMs: number } | undefined;

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    taskObserver: {
      onWorkBegin: (queuedMs) => {
        queueDuration.observe(queuedMs / 1000);
      },
      onFirstEvent: (elapsedMs) => {
        timeToFirstEvent.observe(elapsedMs / 1000);
      },
      onIdle: (state) => {
        tasks(toLabel(state)).value += 1;
      },
      onWorkEnd: (state, durationMs) => {
        taskDuration(toLabel(state)).observe(durationMs / 1000);
        if (drain !== undefined) {
          const isCutOff = drain.state === "aborting" && state === "FAILED";
          drainTasks(isCutOff ? ABORTED : toLabel(state)).value += 1;
        }
      },
    },
    onRequest: countRequest,
    onStream: () => {
      const stream = Symbol("stream");
      openStreams.add(stream);
      return () => openStreams.delete(stream);
    },
    onStreamEvent: (type) => {
      streamEvents(type).value += 1;
    },
    onPushDelivery: (outcome) => {
      pushDeliveries(outcome).value += 1;
    },
    onPeerCall: (peer, outcome) => {
      peerRequests(peer, outcome).value += 1;
    },
    onDrainState: (state, atMs) => {
      if (state === "draining") {
        drain = { state, sinceMs: atMs };
      } else if (drain !== undefined) {
        drain.state = state;
        if (state === "closed") {
          drainDuration.observe((atMs - drain.sinceMs) / 1000);
        }
      }
    },
    setAgent,
  };
}

/** A request costs one look-up: there are twenty thousand a second. */
function createRequestCount(registry: Registry): (request: AnsweredRequest) => void {
  const requests = createCounterSource(registry, METRICS.requests);
  const durations = createHistogramSource(
    registry,
    METRICS.requestDuration,
    REQUEST_BUCKETS_SECONDS,
  );
  const known = new Map<string, { request: CounterSeries; duration: HistogramSeries }>();
  return (answered) => {
    const { binding, outcome } = answered;
    const method = toMethodLabel(answered.method);
    const version = toVersionLabel(answered.version);
    const key = `${method} ${binding} ${version} ${outcome}`;
    let series = known.get(key);
    if (series === undefined) {
      series = {
        request: requests(method, binding, version, outcome),
        duration: durations(method, binding),
      };
      known.set(key, series);
    }
    series.request.value += 1;
    series.duration.observe(answered.durationMs / 1000);
  };
}

function toMethodLabel(method: string | undefined): string {
  return method !== undefined && METHODS.has(method) ? method : OTHER;
}

function toVersionLabel(version: string | undefined): string {
  return version !== undefined && VERSIONS.has(version) ? version : OTHER;
}

function toLabel(state: TaskState): string {
  return state.toLowerCase();
}
