import { METRICS, type MetricDefinition, type MountedCard, toCardHash } from "@berth/contract";
import { Gauge, type Registry } from "prom-client";
import type { AgentCardDocument } from "./card/card-document.js";

/** What is read when Prometheus asks. */
export interface GaugeReaders {
  getActiveTasks: () => number;
  getQueuedTasks?: () => number;
  /** How many tasks run at a time at most. Undefined without a limit. */
  getCapacity?: () => number | undefined;
  getStreams: () => number;
  isDraining: () => boolean;
}

/**
 * Which agent this is: its card as callers get it, and as it was written. Told when its address is
 * known, and when its card changes.
 */
export type SetAgent = (card: AgentCardDocument, mounted: MountedCard) => void;

/** Makes gauges that are read when they are asked for: they cannot drift from what they count. */
export function createGauges(
  registry: Registry,
  {
    getActiveTasks,
    getCapacity = () => undefined,
    getQueuedTasks = () => 0,
    getStreams,
    isDraining,
  }: GaugeReaders,
): void {
  const create = ({ name, help }: MetricDefinition, read: () => number | undefined): Gauge =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read();
        if (value === undefined) {
          this.remove();
        } else {
          this.set(value);
        }
      },
    });
  create(METRICS.activeTasks, getActiveTasks);
  create(METRICS.queuedTasks, getQueuedTasks);
  create(METRICS.taskCapacity, getCapacity);
  create(METRICS.saturationRatio, () => {
    const capacity = getCapacity();
    return capacity === undefined ? undefined : (getActiveTasks() + getQueuedTasks()) / capacity;
  });
  create(METRICS.draining, () => (isDraining() ? 1 : 0));
  create(METRICS.streamsActive, getStreams);
}

/** Makes the gauge that is always 1, and tells which agent the pod is. */
export function createAgentInfo(registry: Registry): SetAgent {
  const { name, help, labels } = METRICS.agentInfo;
  const gauge = new Gauge({ name, help, labelNames: labels, registers: [registry] });
  return (card, mounted) => {
    const versions = card.supportedInterfaces.map(({ protocolVersion }) => protocolVersion);
    // Of the card before, if there was one.
    gauge.reset();
    gauge.set(
      {
        name: card.name,
        version: card.version,
        card_hash: toCardHash(mounted),
        protocol_versions: [...new Set(versions)].sort().join(","),
      },
      1,
    );
  };
}
