import { IMAGE_REFERENCE_RULE } from "../image-reference.js";
import { MAX_LABEL_LENGTH } from "../kubernetes-syntax.js";
import { LOAD_METRICS } from "./rules.js";

/**
 * Every rule of a PrometheusAdapter's own args, to follow the name of a property and its value.
 *
 * A rule with values in it is a function that only puts them in.
 */
export const ADAPTER_RULES = {
  componentName: (component: string) =>
    `The name of the component (${component}) must be 1 to ${MAX_LABEL_LENGTH} lower-case letters, digits ` +
    "and hyphens, beginning with a letter and ending with a letter or digit: its objects are called by " +
    "it. Give the component such a name.",
  image: IMAGE_REFERENCE_RULE,
  seconds: "must be a whole number of seconds, at least 1.",
  maxAgeBelowRelist: (seconds: number) =>
    `must be at least 'relistIntervalSeconds' (${seconds}), or metrics go while they are there.`,
  securePort:
    "must be a whole number from 1024 to 65535: the adapter is not root, and lower ports are root's.",
  requestAboveLimit: (limit: string, value: string) =>
    `must not exceed 'resources.${limit}' (${value}). Give both: what is not given has its default.`,

  prometheusUrl:
    "must be an absolute http or https URL, such as 'http://prometheus.monitoring.svc:9090'.",
  /** Told of another property: the engine prints what is at the path of an issue. */
  urlCredentials:
    "must say what the adapter shows to Prometheus, and 'prometheusUrl' have no user and no password: " +
    "it stands in objects for all to read. Remove them there, and give a Secret with a token here.",
  tokenInClear:
    "must not be given with a 'prometheusUrl' of http: whoever is in the way would read the token. Give a " +
    "URL of https, or leave the token out.",
  authOfNothing: "must have either 'serviceAccountToken' or 'secretName'.",
  secretOfNothing:
    "must be given with 'caKey', 'tokenKey' or both: what else is in it is not used. Name a key.",
  keyWithoutSecret: "must be given with 'secretName', in which it is. Give that, or remove this.",

  oneTrust: "must have exactly one of 'caBundle', 'injectCaFrom' and 'insecureSkipTlsVerify'.",
  secretOfTls:
    "must be given with 'caBundle' and with 'injectCaFrom': they are of its certificate.",
  secretOfInsecure:
    "must not be given with 'insecureSkipTlsVerify', with which each pod makes a certificate. Remove it.",
  caBundle: "must be certificates as PEM: 'BEGIN CERTIFICATE' and what follows.",
  injectCaFrom:
    "must be the namespace and the name of a Certificate, such as 'monitoring/adapter'.",

  networkWithoutPolicy:
    "must not be given without a NetworkPolicy, of which it is a part. Remove it, or 'network.policy'.",

  noRules: "must have at least one entry. Leave it out for none.",
  ruleOfLoad:
    `must not be one of ${LOAD_METRICS.join(", ")}: the adapter would take this rule for agents too. ` +
    "Use another name.",
  externalOnly: "must not be given in 'rules': it is about metrics of no object. Remove it.",
} as const;
