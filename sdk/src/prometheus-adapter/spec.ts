import { type Expect, parseSettings, type Same, SettingsError } from "@berth/contract";
import { z } from "zod";
import { hasCredentials, isTellableUrl } from "../agent/http-url.js";
import { inputCount, inputNamespace, inputWhole } from "../agent/value-schemas.js";
import { isImageReference } from "../image-reference.js";
import { inputText, isLater, plain } from "../input.js";
import { isServiceName, MAX_NUMBER } from "../kubernetes-syntax.js";
import { readTogether } from "../settings-issues.js";
import { ADAPTER_RULES } from "./arg-rules.js";
import type { PrometheusAdapterArgs } from "./args.js";
import { authSchema } from "./auth-schema.js";
import {
  DEFAULT_ADAPTER_IMAGE,
  DEFAULT_ADAPTER_REPLICAS,
  DEFAULT_MAX_AGE_SECONDS,
  DEFAULT_RELIST_INTERVAL_SECONDS,
  DEFAULT_SECURE_PORT,
} from "./defaults.js";
import { networkSchema } from "./network-schema.js";
import { resourcesSchema } from "./resources-schema.js";
import { externalRulesSchema, rulesSchema } from "./rule-schema.js";
import { tlsSchema } from "./tls-schema.js";

/** The schema of the URL of Prometheus. That one has credentials is told elsewhere. */
const urlSchema = inputText(isTellableUrl, ADAPTER_RULES.prometheusUrl);

const inputSeconds = inputWhole(1, MAX_NUMBER, ADAPTER_RULES.seconds);

const adapterArgsSchema = z.strictObject({
  namespace: inputNamespace.optional(),
  prometheusUrl: urlSchema,
  prometheusAuth: authSchema.optional(),
  image: inputText(isImageReference, ADAPTER_RULES.image).default(DEFAULT_ADAPTER_IMAGE),
  replicas: inputCount.default(DEFAULT_ADAPTER_REPLICAS),
  resources: resourcesSchema,
  securePort: inputWhole(1024, 65535, ADAPTER_RULES.securePort).default(DEFAULT_SECURE_PORT),
  relistIntervalSeconds: inputSeconds.default(DEFAULT_RELIST_INTERVAL_SECONDS),
  maxAgeSeconds: inputSeconds.default(DEFAULT_MAX_AGE_SECONDS),
  rules: rulesSchema.optional(),
  externalRules: externalRulesSchema.optional(),
  tls: tlsSchema.optional(),
  network: networkSchema,
});

/** @internal */
export type _PrometheusAdapterArgsInStep = Expect<
  Same<PrometheusAdapterArgs, z.input<typeof adapterArgsSchema>>
>;

/** The args of a PrometheusAdapter, checked and with their defaults. */
export type PrometheusAdapterSpec = z.output<typeof adapterArgsSchema>;

/**
 * Checks the args of a PrometheusAdapter and fills in the defaults.
 *
 * @param component is the name of the component, by which its objects are called.
 * @throws SettingsError with all issues at once.
 */
export function toPrometheusAdapterSpec(
  args: PrometheusAdapterArgs,
  component: string,
): PrometheusAdapterSpec {
  // What is no object has no properties to tell about.
  parseSettings<z.ZodType>(plain(z.looseObject({})), args);
  return readTogether({
    settings: () => parseSettings(adapterArgsSchema, args),
    component: () => {
      requireComponentName(component);
    },
    clashes: () => {
      parseSettings(clashesSchema, args);
    },
  }).settings;
}

/**
 * Checks the URL of Prometheus once it is known.
 *
 * @throws SettingsError with all issues at once.
 */
export function requireKnownUrl(
  prometheusUrl: string,
  prometheusAuth: PrometheusAdapterArgs["prometheusAuth"],
): void {
  readTogether({
    url: () => parseSettings(z.strictObject({ prometheusUrl: urlSchema }), { prometheusUrl }),
    credentials: () => parseSettings(clashesSchema, { prometheusUrl, prometheusAuth }),
  });
}

/** What has the adapter show a token. */
const TOKEN_KEYS = ["serviceAccountToken", "tokenKey"] as const;

/** What several properties must agree on, in args that nothing else has checked. */
const clashesSchema = z
  .custom<PrometheusAdapterArgs>()
  .superRefine(
    ({ maxAgeSeconds, prometheusAuth, prometheusUrl, relistIntervalSeconds }, context) => {
      if (typeof prometheusUrl === "string" && hasCredentials(prometheusUrl)) {
        const message = ADAPTER_RULES.urlCredentials;
        context.addIssue({ code: "custom", path: ["prometheusAuth"], message });
      }
      for (const key of TOKEN_KEYS) {
        const given: unknown = isLater(prometheusAuth) ? undefined : prometheusAuth?.[key];
        const isInClear = typeof prometheusUrl === "string" && prometheusUrl.startsWith("http://");
        if (isInClear && given !== undefined && given !== false) {
          const message = ADAPTER_RULES.tokenInClear;
          context.addIssue({
            code: "custom",
            path: ["prometheusAuth", key],
            input: given,
            message,
          });
        }
      }
      const relist = relistIntervalSeconds ?? DEFAULT_RELIST_INTERVAL_SECONDS;
      const age = maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS;
      if (typeof relist === "number" && typeof age === "number" && age < relist) {
        const message = ADAPTER_RULES.maxAgeBelowRelist(relist);
        context.addIssue({ code: "custom", path: ["maxAgeSeconds"], input: age, message });
      }
    },
  );

function requireComponentName(component: string): void {
  if (!isServiceName(component)) {
    throw new SettingsError([{ propertyPath: "", reason: ADAPTER_RULES.componentName(component) }]);
  }
}
