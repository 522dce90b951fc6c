import { METRICS, type MetricDefinition } from "@berth/contract";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { type AgentCardDocument, PROTOCOL_VERSION, toHash } from "./agent-card.js";
import type { TaskState } from "./agent-task.js";
import type { ErrorReason } from "./errors.js";
import type { PeerOutcome } from "./peers/peer-client.js";
import type { TaskObserver } from "./tasks/task-run.js";

/** From quick answers to work of hours (OpenTelemetry, `gen_ai.workflow.duration`, and below). */
const TASK_BUCKETS_SECONDS = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];

/** OpenTelemetry, `mcp.server.operation.duration`. */
const REQUEST_BUCKETS_SECONDS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/** What stands for a method or a version that is none of ours: callers make no new time series. */
const OTHER = "other";

/** What is told of a request when it has been answered. */
export interface AnsweredRequest {
  /** The name of the operation, undefined when it is none of ours. */
  method: string | undefined;
  binding: "JSONRPC";
  isVersionKnown: boolean;
  outcome: "ok" | ErrorReason;
  durationMs: number;
}

/** What the pod tells Prometheus. */
export interface Metrics {
  readonly contentType: string;
  /** The text that Prometheus reads. */
  render: () => Promise<string>;
  taskObserver: TaskObserver;
  onRequest: (request: AnsweredRequest) => void;
  /** A stream was opened; the returned function closes it. */
  onStream: () => () => void;
  onStreamEvent: (type: string) => void;
  onPeerCall: (peer: string, outcome: PeerOutcome) => void;
  /** Which agent this is; told when its address is known. */
  setAgent: (card: AgentCardDocument) => void;
}

export interface MetricsOptions {
  getActiveTasks: () => number;
  isDraining: () => boolean;
}

/** Makes the metrics of a process, in a registry of their own. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  const toConfiguration = ({ name, help, labels }: MetricDefinition) => ({
    name,
    help,
    labelNames: [...labels],
    registers,
  });
  const createCounter = (definition: MetricDefinition): Counter =>
    new Counter(toConfiguration(definition));
  const createHistogram = (definition: MetricDefinition, buckets: number[]): Histogram =>
    new Histogram({ ...toConfiguration(definition), buckets });
  /** Read when it is asked for, so that it cannot drift from what it counts. */
  const createGauge = (definition: MetricDefinition, read: () => number): Gauge =>
    new Gauge({
      ...toConfiguration(definition),
      collect() {
        this.set(read());
      },
    });

  collectDefaultMetrics({ register: registry });
  const openStreams = new Set<symbol>();
  createGauge(METRICS.activeTasks, options.getActiveTasks);
  createGauge(METRICS.draining, () => (options.isDraining() ? 1 : 0));
  createGauge(METRICS.streamsActive, () => openStreams.size);
  const tasks = createCounter(METRICS.tasks);
  const taskDuration = createHistogram(METRICS.taskDuration, TASK_BUCKETS_SECONDS);
  const requests = createCounter(METRICS.requests);
  const requestDuration = createHistogram(METRICS.requestDuration, REQUEST_BUCKETS_SECONDS);
  const streamEvents = createCounter(METRICS.streamEvents);
  const peerRequests = createCounter(METRICS.peerRequests);
  const agentInfo = new Gauge(toConfiguration(METRICS.agentInfo));

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    taskObserver: {
      onIdle: (state) => {
        tasks.inc({ state: toLabel(state) });
      },
      onWorkEnd: (state, durationMs) => {
        taskDuration.observe({ state: toLabel(state) }, durationMs / 1000);
      },
    },
    onRequest: ({ method = OTHER, binding, isVersionKnown, outcome, durationMs }) => {
      const protocol_version = isVersionKnown ? PROTOCOL_VERSION : OTHER;
      requests.inc({ method, binding, protocol_version, outcome });
      requestDuration.observe({ method, binding }, durationMs / 1000);
    },
    onStream: () => {
      const stream = Symbol("stream");
      openStreams.add(stream);
      return () => openStreams.delete(stream);
    },
    onStreamEvent: (type) => {
      streamEvents.inc({ type });
    },
    onPeerCall: (peer, outcome) => {
      peerRequests.inc({ peer, outcome });
    },
    setAgent: (card) => {
      agentInfo.set(
        {
          name: card.name,
          version: card.version,
          card_hash: toHash(JSON.stringify(card)),
          protocol_versions: PROTOCOL_VERSION,
        },
        1,
      );
    },
  };
}

function toLabel(state: TaskState): string {
  return state.toLowerCase();
}
