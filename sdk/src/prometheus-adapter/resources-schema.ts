import type { Expect, Same } from "@berth/contract";
import type { z } from "zod";
import { toRequestAndLimitSchema } from "../request-and-limit-schema.js";
import { ADAPTER_RULES } from "./arg-rules.js";
import type { PrometheusAdapterResourcesArgs } from "./args.js";
import { DEFAULT_ADAPTER_RESOURCES } from "./defaults.js";

/** The schema of what a pod asks for and may use, with the defaults of all that is not given. */
export const resourcesSchema = toRequestAndLimitSchema(
  DEFAULT_ADAPTER_RESOURCES,
  ADAPTER_RULES.requestAboveLimit,
);

/** @internal */
export type _PrometheusAdapterResourcesArgsInStep = Expect<
  Same<PrometheusAdapterResourcesArgs | undefined, z.input<typeof resourcesSchema>>
>;
