import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { DEFAULT_MONITORING_INTERVAL_SECONDS } from "../agent/defaults.js";
import { isTellableUrl } from "../agent/http-url.js";
import { podMonitorLabelsSchema } from "../agent/monitoring-schema.js";
import type { AgentNetworkPeerArgs } from "../agent/network-args.js";
import { destinationSchema, networkPeerSchema } from "../agent/network-schema.js";
import { inputLabelValue, inputObjectName, inputWhole, labelKey } from "../agent/value-schemas.js";
import { isImageReference } from "../image-reference.js";
import { inputText, plain } from "../input.js";
import { isQuantity } from "../quantity.js";
import { toRequestAndLimitSchema } from "../request-and-limit-schema.js";
import {
  DEFAULT_PROMETHEUS_IMAGE,
  DEFAULT_PROMETHEUS_RESOURCES,
  DEFAULT_RETENTION_HOURS,
} from "./defaults.js";
import { STACK_LABELS } from "../labels.js";
import { toPlatformLabels } from "./platform-labels.js";
import type { AgentPlatformPrometheusArgs } from "./prometheus-args.js";
import { MAX_RETENTION_HOURS, MAX_SCRAPE_INTERVAL_SECONDS, AGENT_PLATFORM_RULES } from "./rules.js";

/** The schema of a URL. That one has credentials is told elsewhere. */
export const inputUrl = inputText(isTellableUrl, AGENT_PLATFORM_RULES.url);

const quantity = inputText(isQuantity, AGENT_PLATFORM_RULES.quantity);

const podsSchema = networkPeerSchema.refine(
  ({ cidr, namespace }: AgentNetworkPeerArgs) => cidr !== undefined || namespace !== undefined,
  AGENT_PLATFORM_RULES.podsWithoutPlace,
);

/** The labels that the platform gives to each PrometheusRule, whatever it is called. */
const OWN_LABELS = [...Object.keys(toPlatformLabels("platform")), ...STACK_LABELS];

const ruleLabelKey = labelKey.refine(
  (key) => !OWN_LABELS.includes(key),
  AGENT_PLATFORM_RULES.ownLabel,
);

const operatorSchema = plain(
  z.strictObject({
    url: inputUrl,
    podMonitorLabels: podMonitorLabelsSchema.default({}),
    ruleLabels: plain(z.record(ruleLabelKey, inputLabelValue)).default({}),
    pods: podsSchema.optional(),
  }),
);

const storageSchema = plain(
  z.strictObject({ size: quantity, className: inputObjectName.optional() }),
);

/** The schema of the Prometheus that looks at agents. */
export const prometheusSchema = plain(
  z.strictObject({
    install: plain(z.boolean()).default(false),
    url: inputUrl.optional(),
    operator: operatorSchema.optional(),
    pods: podsSchema.optional(),
    image: inputText(isImageReference, AGENT_PLATFORM_RULES.image).default(
      DEFAULT_PROMETHEUS_IMAGE,
    ),
    retentionHours: inputWhole(1, MAX_RETENTION_HOURS, AGENT_PLATFORM_RULES.retention).default(
      DEFAULT_RETENTION_HOURS,
    ),
    scrapeIntervalSeconds: inputWhole(
      1,
      MAX_SCRAPE_INTERVAL_SECONDS,
      AGENT_PLATFORM_RULES.scrapeInterval,
    ).default(DEFAULT_MONITORING_INTERVAL_SECONDS),
    storage: storageSchema.optional(),
    resources: toRequestAndLimitSchema(
      DEFAULT_PROMETHEUS_RESOURCES,
      AGENT_PLATFORM_RULES.requestAboveLimit,
    ),
    allowFrom: plain(z.array(networkPeerSchema)).default([]),
    allowTo: plain(z.array(destinationSchema)).default([]),
  }),
);

/** @internal */
export type _AgentPlatformPrometheusArgsInStep = Expect<
  Same<AgentPlatformPrometheusArgs, z.input<typeof prometheusSchema>>
>;
