import { IMAGE_REFERENCE_RULE } from "../image-reference.js";
import { QUANTITY_RULE } from "../quantity.js";
import { ScalingBackend } from "../scaling-backend.js";

/** A longer name of a component would make a name of an object that is too long. */
export const MAX_PLATFORM_NAME_LENGTH = 40;

/** Ten years, which is longer than anybody keeps them. */
export const MAX_RETENTION_HOURS = 87_600;

/** Scalers look back for a minute. */
export const MAX_SCRAPE_INTERVAL_SECONDS = 30;

/**
 * Every rule of an AgentPlatform's own args, to follow the name of a property and its value.
 *
 * A rule with values in it is a function that only puts them in.
 */
export const AGENT_PLATFORM_RULES = {
  /** Told of the component, not of a property. */
  componentName:
    `must be 1 to ${MAX_PLATFORM_NAME_LENGTH} lower-case letters, digits and hyphens, beginning with a ` +
    "letter and ending with a letter or digit, since its objects are called by it. Give the component " +
    "such a name.",

  onePrometheus: "must have exactly one of 'install', 'url' and 'operator'.",
  onlyInstalled:
    "must not be given without 'prometheus.install', since it is about the Prometheus that is installed. " +
    "Give that, or remove this.",
  podsOfUrl:
    "must not be given without 'prometheus.url', since it is about the Prometheus there. Remove it, or " +
    "give it within 'prometheus.operator'.",
  podsWithoutPlace:
    "must have 'namespace' or 'cidr': agents of many namespaces admit these pods, and would each look " +
    "for them in their own.",
  ownLabel: "must not be set: this label is the platform's own. Remove it.",
  image: IMAGE_REFERENCE_RULE,
  quantity: QUANTITY_RULE,
  requestAboveLimit: (limit: string, value: string) =>
    `must not exceed 'prometheus.resources.${limit}' (${value}). Give both: what is not given has its ` +
    "default.",
  retention: `must be a whole number of hours from 1 to ${MAX_RETENTION_HOURS}.`,
  scrapeInterval:
    `must be a whole number of seconds from 1 to ${MAX_SCRAPE_INTERVAL_SECONDS}: scalers look back for a ` +
    "minute, in which one look may fail.",
  url: "must be an absolute http or https URL.",
  /** Told without the value and the path, which the engine would print. */
  urlCredentials:
    "must have no user and no password, since it stands in objects for all to read. Remove them.",

  backend: `must be one of ${Object.values(ScalingBackend).join(", ")}.`,
  adapterOfAnother: (backend: string) =>
    `must not be given with 'scaling.backend' ${backend}, for which no adapter is made. Remove one of them.`,
  kedaOfAnother: (backend: string) =>
    `must not be given with 'scaling.backend' ${backend}. Give Keda, or remove this.`,

  alertmanagerWithoutUrl:
    "must not be given without 'alerts.alertmanagerUrl', to which it belongs. Give both, or none of them.",
  alertsOfUrl:
    "must not be given with 'prometheus.url': nothing here reaches the rules of that Prometheus. Remove " +
    "it, and give that Prometheus what 'renderAlertRules' returns.",
  withoutAlerts:
    "must not be given with 'alerts.enabled' false, without which it has no use. Remove one of them.",
} as const;
