import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { omitEmpty } from "./omit-empty.js";

/** Amounts of what a container asks for or may use. */
export interface ResourceAmounts {
  cpu?: pulumi.Input<string>;
  memory: pulumi.Input<string>;
  ephemeralStorage: pulumi.Input<string>;
}

/** What a container asks for and may use. */
export interface ResourceFacts {
  requests: ResourceAmounts;
  limits: ResourceAmounts;
}

/** What a container asks for and may use. An amount that is not given has no limit. */
export function buildResources({
  requests,
  limits,
}: ResourceFacts): k8s.types.input.core.v1.ResourceRequirements {
  return { requests: toAmounts(requests), limits: toAmounts(limits) };
}

function toAmounts({
  cpu,
  memory,
  ephemeralStorage,
}: ResourceAmounts): Record<string, pulumi.Input<string>> {
  return { ...omitEmpty({ cpu }), memory, "ephemeral-storage": ephemeralStorage };
}
