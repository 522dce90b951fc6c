import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { plain } from "../input.js";
import { DEFAULT_METRICS_PATH, DEFAULT_MONITORING_INTERVAL_SECONDS } from "./defaults.js";
import { type AgentMonitoringArgs, AgentMonitoringKind } from "./monitoring-args.js";
import { networkPeerSchema } from "./network-schema.js";
import { RULES } from "./rules.js";
import { inputCount, inputPath, labelsSchema, plainPort } from "./value-schemas.js";

/** The schema of how Prometheus finds the pods. */
export const monitoringSchema = plain(
  z.strictObject({
    kind: plain(z.enum(AgentMonitoringKind, RULES.monitoringKind)).default(
      AgentMonitoringKind.None,
    ),
    intervalSeconds: inputCount.default(DEFAULT_MONITORING_INTERVAL_SECONDS),
    labels: labelsSchema.default({}),
    prometheus: networkPeerSchema.optional(),
    port: plainPort.optional(),
    path: inputPath.default(DEFAULT_METRICS_PATH),
  }),
).prefault({});

/** @internal */
export type _AgentMonitoringArgsInStep = Expect<
  Same<AgentMonitoringArgs | undefined, z.input<typeof monitoringSchema>>
>;
