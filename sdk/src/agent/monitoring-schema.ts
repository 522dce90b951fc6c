import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { plain } from "../input.js";
import { STACK_LABELS, toObjectLabels } from "../labels.js";
import { DEFAULT_METRICS_PATH, DEFAULT_MONITORING_INTERVAL_SECONDS } from "./defaults.js";
import { type AgentMonitoringArgs, AgentMonitoringKind } from "./monitoring-args.js";
import { networkPeerSchema } from "./network-schema.js";
import { RULES } from "./rules.js";
import { inputCount, inputLabelValue, inputPath, labelKey, plainPort } from "./value-schemas.js";

/** The labels that the Agent gives to each of its objects, whatever it is called. */
const OWN_LABELS = [
  ...Object.keys(toObjectLabels({ name: "agent", version: "1" })),
  ...STACK_LABELS,
];

const podMonitorLabelKey = labelKey.refine((key) => !OWN_LABELS.includes(key), RULES.ownLabel);

/** The schema of the labels by which Prometheus selects a PodMonitor. */
export const podMonitorLabelsSchema = plain(z.record(podMonitorLabelKey, inputLabelValue));

/** The schema of how Prometheus finds the pods. */
export const monitoringSchema = plain(
  z.strictObject({
    kind: plain(z.enum(AgentMonitoringKind, RULES.monitoringKind)).default(
      AgentMonitoringKind.None,
    ),
    intervalSeconds: inputCount.default(DEFAULT_MONITORING_INTERVAL_SECONDS),
    labels: podMonitorLabelsSchema.default({}),
    prometheus: networkPeerSchema.optional(),
    port: plainPort.optional(),
    path: inputPath.default(DEFAULT_METRICS_PATH),
  }),
).prefault({});

/** @internal */
export type _AgentMonitoringArgsInStep = Expect<
  Same<AgentMonitoringArgs | undefined, z.input<typeof monitoringSchema>>
>;
