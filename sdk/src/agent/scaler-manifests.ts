import { METRICS } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input.js";
import {
  buildHorizontalPodAutoscaler,
  toTargetQuantity,
} from "../manifests/horizontal-pod-autoscaler.js";
import { buildKedaQuery } from "../manifests/keda-query.js";
import { buildScaledObject, toServerAddress } from "../manifests/scaled-object.js";
import { toKedaAutoscalerName } from "../names.js";
import { ScalingBackend } from "../scaling-backend.js";
import type { AgentFacts } from "./agent-facts.js";
import type { AgentManifest } from "./overrides-args.js";
import { hasHorizontalPodAutoscaler } from "./read-scaling-backend.js";
import type { AgentSpec } from "./spec.js";

/** What makes the number of pods follow the tasks: one of them at most. */
export interface ScalerManifests {
  horizontalPodAutoscaler: ReturnType<typeof buildHorizontalPodAutoscaler> | undefined;
  scaledObject: AgentManifest | undefined;
}

type Scaling = NonNullable<AgentSpec["scaling"]>;

/** Builds the scaler of the backend. */
export function buildScalerManifests(facts: AgentFacts): ScalerManifests {
  const { scaling } = facts.spec;
  return {
    horizontalPodAutoscaler:
      scaling && hasHorizontalPodAutoscaler(scaling.backend)
        ? buildAutoscaler(facts, scaling)
        : undefined,
    scaledObject:
      scaling?.backend === ScalingBackend.Keda ? buildKedaObject(facts, scaling) : undefined,
  };
}

function buildAutoscaler(
  { labels, names, spec }: AgentFacts,
  scaling: Scaling,
): ReturnType<typeof buildHorizontalPodAutoscaler> {
  const { metricName, target } = toTarget(scaling);
  return buildHorizontalPodAutoscaler({
    name: names.horizontalPodAutoscaler,
    namespace: spec.namespace,
    labels,
    deploymentName: names.deployment,
    scaling,
    metricName,
    targetAverageValue: mapInput(target, toTargetQuantity),
  });
}

/** Without a platform the URL is given: that is checked. */
function buildKedaObject(
  { labels, names, namespace, platform, spec }: AgentFacts,
  scaling: Scaling,
): AgentManifest {
  const { metricName, target } = toTarget(scaling);
  const { authentication, prometheusUrl } = scaling.keda;
  const url =
    prometheusUrl ?? (platform && mapInput(platform, (known) => known.prometheusUrl)) ?? "";
  return buildScaledObject({
    name: names.scaledObject,
    namespace: spec.namespace,
    labels,
    deploymentName: names.deployment,
    autoscalerName: toKedaAutoscalerName(spec.name),
    scaling,
    serverAddress: mapInput(url, toServerAddress),
    query: mapInput(namespace, (known) =>
      mapInput(target, (knownTarget) =>
        buildKedaQuery({
          metricName,
          namespace: known,
          deploymentName: names.deployment,
          target: knownTarget,
        }),
      ),
    ),
    threshold: mapInput(target, String),
    authentication,
  });
}

function toTarget({ targetActiveTasks, targetSaturation }: Scaling): {
  metricName: string;
  target: pulumi.Input<number>;
} {
  return targetSaturation === undefined
    ? { metricName: METRICS.activeTasks.name, target: targetActiveTasks }
    : { metricName: METRICS.saturationRatio.name, target: targetSaturation };
}
