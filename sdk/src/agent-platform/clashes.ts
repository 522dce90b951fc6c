import { parseSettings, SettingsError, type SettingsIssue } from "@berth/contract";
import { z } from "zod";
import type { Clash } from "../agent/clashes.js";
import { DEFAULT_SCALING_BACKEND } from "../agent/defaults.js";
import { hasCredentials } from "../agent/http-url.js";
import { isPlainObject, readMember } from "../agent/plain-object.js";
import { ScalingBackend } from "../scaling-backend.js";
import type { AgentPlatformArgs } from "./args.js";
import { AGENT_PLATFORM_RULES } from "./rules.js";

const ALERTMANAGER_PARTS = ["alertmanagerUrl", "alertmanager"];

/** What only the Prometheus has that is installed. */
const INSTALLED_PARTS = [
  ["prometheus", "image"],
  ["prometheus", "retentionHours"],
  ["prometheus", "scrapeIntervalSeconds"],
  ["prometheus", "storage"],
  ["prometheus", "resources"],
  ["prometheus", "allowFrom"],
  ["prometheus", "allowTo"],
  ["scaling", "kedaNamespace"],
  ...ALERTMANAGER_PARTS.map((part) => ["alerts", part]),
];

const URLS = [
  ["prometheus", "url"],
  ["prometheus", "operator", "url"],
  ["alerts", "alertmanagerUrl"],
];

const clashesSchema = z.custom<AgentPlatformArgs>().superRefine((args, context) => {
  for (const { path, rule } of [...findBackendClashes(args), ...findPrometheusClashes(args)]) {
    context.addIssue({ code: "custom", path, input: readMember(args, path), message: rule });
  }
});

/**
 * Checks what several properties must agree on.
 *
 * It reads args that nothing else has checked, so that its issues come together with all others: what
 * has the wrong type is passed over here.
 *
 * @throws SettingsError with all issues at once.
 */
export function requireNoPlatformClashes(args: AgentPlatformArgs): void {
  parseSettings(clashesSchema, args);
}

/**
 * Checks that no URL tells a password. Neither do the issues: their reasons have no value, and the engine
 * prints what is at their path.
 *
 * @throws SettingsError with all issues at once.
 */
export function requireNoCredentials(args: AgentPlatformArgs): void {
  const issues = URLS.flatMap((path): SettingsIssue[] => {
    const url = readMember(args, path);
    return typeof url === "string" && hasCredentials(url)
      ? [
          {
            propertyPath: "",
            reason: `'${path.join(".")}' ${AGENT_PLATFORM_RULES.urlCredentials}`,
          },
        ]
      : [];
  });
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
}

/** A backend that is none is told by its own schema. */
function* findBackendClashes(args: unknown): Generator<Clash> {
  const given = readMember(args, ["scaling", "backend"]) ?? DEFAULT_SCALING_BACKEND;
  const backend = Object.values(ScalingBackend).find((known) => known === given);
  const { Keda, PrometheusAdapter } = ScalingBackend;
  const adapter = ["scaling", "adapter"];
  const kedaNamespace = ["scaling", "kedaNamespace"];
  if (backend === undefined) {
    return;
  }
  if (backend !== PrometheusAdapter && readMember(args, adapter) !== undefined) {
    yield { path: adapter, rule: AGENT_PLATFORM_RULES.adapterOfAnother(backend) };
  }
  if (backend !== Keda && readMember(args, kedaNamespace) !== undefined) {
    yield { path: kedaNamespace, rule: AGENT_PLATFORM_RULES.kedaOfAnother(backend) };
  }
}

/** Which Prometheus it is comes first: all else would be told of one that is not meant. */
function* findPrometheusClashes(args: unknown): Generator<Clash> {
  const prometheus = readMember(args, ["prometheus"]);
  if (!isPlainObject(prometheus)) {
    return;
  }
  const isInstalled = prometheus["install"] !== undefined && prometheus["install"] !== false;
  const hasUrl = prometheus["url"] !== undefined;
  const kinds = [isInstalled, hasUrl, prometheus["operator"] !== undefined];
  if (kinds.filter(Boolean).length !== 1) {
    yield { path: ["prometheus"], rule: AGENT_PLATFORM_RULES.onePrometheus };
    return;
  }
  if (!isInstalled) {
    for (const path of INSTALLED_PARTS) {
      if (readMember(args, path) !== undefined) {
        yield { path, rule: AGENT_PLATFORM_RULES.onlyInstalled };
      }
    }
  }
  if (!hasUrl && prometheus["pods"] !== undefined) {
    yield { path: ["prometheus", "pods"], rule: AGENT_PLATFORM_RULES.podsOfUrl };
  }
  yield* findAlertClashes(args);
}

/** Nothing reaches the rules of a Prometheus at a URL, and what is switched off needs no settings. */
function* findAlertClashes(args: unknown): Generator<Clash> {
  const alerts = readMember(args, ["alerts"]);
  const { enabled, ...options } = isPlainObject(alerts) ? alerts : {};
  const given = Object.keys(options).filter((option) => options[option] !== undefined);
  if (readMember(args, ["prometheus", "url"]) !== undefined) {
    const isAsked = enabled !== undefined && enabled !== false;
    const aboutRules = given.filter((option) => !ALERTMANAGER_PARTS.includes(option));
    for (const member of [...(isAsked ? ["enabled"] : []), ...aboutRules]) {
      yield { path: ["alerts", member], rule: AGENT_PLATFORM_RULES.alertsOfUrl };
    }
  } else if (enabled === false) {
    const ruleLabels = ["prometheus", "operator", "ruleLabels"];
    const paths = [...given.map((option) => ["alerts", option]), ruleLabels];
    for (const path of paths.filter((path) => readMember(args, path) !== undefined)) {
      yield { path, rule: AGENT_PLATFORM_RULES.withoutAlerts };
    }
  }
  if (given.includes("alertmanager") && !given.includes("alertmanagerUrl")) {
    const path = ["alerts", "alertmanager"];
    yield { path, rule: AGENT_PLATFORM_RULES.alertmanagerWithoutUrl };
  }
}
