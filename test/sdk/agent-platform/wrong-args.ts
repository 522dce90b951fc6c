import type { AGENT_PLATFORM_RULES } from "../../../sdk/src/agent-platform/rules.ts";
import type { LooseArgs } from "./catch-issues.ts";

/** Args that break a rule, and all that is told about them. */
export interface WrongPlatformArgs {
  /** What is wrong, as the object of a sentence. */
  title: string;
  args: LooseArgs;
  reasons: string[];
  /** The name of the component, where it matters. */
  component?: string;
}

const url = "http://prometheus.monitoring.svc:9090";
const installed = (prometheus: LooseArgs, args: LooseArgs = {}): LooseArgs => ({
  prometheus: { install: true, ...prometheus },
  ...args,
});
const operated = (operator: LooseArgs, args: LooseArgs = {}): LooseArgs => ({
  prometheus: { operator: { url, ...operator } },
  ...args,
});

function wrong(title: string, args: LooseArgs, ...reasons: string[]): WrongPlatformArgs {
  return { title, args, reasons };
}

/** Wrong args for each rule of an AgentPlatform. A rule without any does not compile. */
export const WRONG_ARGS: Record<keyof typeof AGENT_PLATFORM_RULES, WrongPlatformArgs[]> = {
  componentName: [
    {
      ...wrong(
        "a component that cannot name its objects",
        installed({}),
        "The name of the component (My Platform) must be 1 to 40 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit, since its objects are called by it. Give the component such a name.",
      ),
      component: "My Platform",
    },
    {
      ...wrong(
        "a component with a name too long for what is named after it",
        installed({}),
        `The name of the component (${"a".repeat(41)}) must be 1 to 40 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit, since its objects are called by it. Give the component such a name.`,
      ),
      component: "a".repeat(41),
    },
  ],
  onePrometheus: [
    wrong(
      "no Prometheus",
      { prometheus: {} },
      "'prometheus' must have exactly one of 'install', 'url' and 'operator'.",
    ),
    wrong(
      "one that is not installed, and no other",
      { prometheus: { install: false, retentionHours: 5 } },
      "'prometheus' must have exactly one of 'install', 'url' and 'operator'.",
    ),
    wrong(
      "two of them",
      installed({ url }),
      "'prometheus' must have exactly one of 'install', 'url' and 'operator'.",
    ),
  ],
  onlyInstalled: [
    wrong(
      "parts of one that is not installed",
      {
        prometheus: {
          url,
          image: "prometheus",
          retentionHours: 5,
          scrapeIntervalSeconds: 5,
          storage: { size: "1Gi" },
          resources: {},
          allowFrom: [],
          allowTo: [],
        },
      },
      ...["image' (prometheus)", "retentionHours' (5)", "scrapeIntervalSeconds' (5)"].map(
        (part) =>
          `'prometheus.${part} must not be given without 'prometheus.install', since it is about the Prometheus that is installed. Give that, or remove this.`,
      ),
      ...["storage", "resources", "allowFrom", "allowTo"].map(
        (part) =>
          `'prometheus.${part}' must not be given without 'prometheus.install', since it is about the Prometheus that is installed. Give that, or remove this.`,
      ),
    ),
    wrong(
      "the KEDA and the Alertmanager of one that is not installed",
      operated(
        {},
        {
          scaling: { backend: "Keda", kedaNamespace: "keda" },
          alerts: { alertmanagerUrl: "http://alerts", alertmanager: { namespace: "alerts" } },
        },
      ),
      "'scaling.kedaNamespace' (keda) must not be given without 'prometheus.install', since it is about the Prometheus that is installed. Give that, or remove this.",
      "'alerts.alertmanagerUrl' (http://alerts) must not be given without 'prometheus.install', since it is about the Prometheus that is installed. Give that, or remove this.",
      "'alerts.alertmanager' must not be given without 'prometheus.install', since it is about the Prometheus that is installed. Give that, or remove this.",
    ),
  ],
  podsOfUrl: [
    wrong(
      "pods of a Prometheus that is installed",
      installed({ pods: { namespace: "monitoring" } }),
      "'prometheus.pods' must not be given without 'prometheus.url', since it is about the Prometheus there. Remove it, or give it within 'prometheus.operator'.",
    ),
  ],
  podsWithoutPlace: [
    wrong(
      "pods that each agent would look for in its own namespace",
      { prometheus: { url, pods: { podLabels: { app: "prometheus" } } } },
      "'prometheus.pods' must have 'namespace' or 'cidr': agents of many namespaces admit these pods, and would each look for them in their own.",
    ),
    wrong(
      "the same of an Operator",
      operated({ pods: { podLabels: { app: "prometheus" } } }),
      "'prometheus.operator.pods' must have 'namespace' or 'cidr': agents of many namespaces admit these pods, and would each look for them in their own.",
    ),
  ],
  image: [
    wrong(
      "an image that is none",
      installed({ image: "My Prometheus" }),
      "'prometheus.image' (My Prometheus) must be the reference of an image, such as 'registry.example.com/research:1.2.0'.",
    ),
  ],
  quantity: [
    wrong(
      "amounts that are none",
      installed({ storage: { size: "much" }, resources: { limitsCpu: "more" } }),
      "'prometheus.storage.size' (much) must be a quantity, such as '250m' or '512Mi'.",
      "'prometheus.resources.limitsCpu' (more) must be a quantity, such as '250m' or '512Mi'.",
    ),
  ],
  requestAboveLimit: [
    wrong(
      "requests above the default limit, and limits below the default request",
      installed({ resources: { requestsMemory: "2Gi", limitsCpu: "50m" } }),
      "'prometheus.resources.requestsCpu' (100m) must not exceed 'prometheus.resources.limitsCpu' (50m). Give both: what is not given has its default.",
      "'prometheus.resources.requestsMemory' (2Gi) must not exceed 'prometheus.resources.limitsMemory' (1Gi). Give both: what is not given has its default.",
    ),
  ],
  retention: [
    wrong(
      "no time to keep samples",
      installed({ retentionHours: 0 }),
      "'prometheus.retentionHours' (0) must be a whole number of hours from 1 to 87600.",
    ),
    wrong(
      "a longer time than Prometheus can count",
      installed({ retentionHours: 87_601 }),
      "'prometheus.retentionHours' (87601) must be a whole number of hours from 1 to 87600.",
    ),
  ],
  scrapeInterval: [
    wrong(
      "an interval in which scalers see nothing",
      installed({ scrapeIntervalSeconds: 31 }),
      "'prometheus.scrapeIntervalSeconds' (31) must be a whole number of seconds from 1 to 30: scalers look back for a minute, in which one look may fail.",
    ),
    wrong(
      "no interval",
      installed({ scrapeIntervalSeconds: 0 }),
      "'prometheus.scrapeIntervalSeconds' (0) must be a whole number of seconds from 1 to 30: scalers look back for a minute, in which one look may fail.",
    ),
  ],
  url: [
    wrong(
      "a URL that is none",
      { prometheus: { url: "prometheus:9090" } },
      "'prometheus.url' (prometheus:9090) must be an absolute http or https URL.",
    ),
    wrong(
      "the same of an Operator",
      operated({ url: "ftp://prometheus" }),
      "'prometheus.operator.url' (ftp://prometheus) must be an absolute http or https URL.",
    ),
    wrong(
      "the same of an Alertmanager",
      installed({}, { alerts: { alertmanagerUrl: "alerts" } }),
      "'alerts.alertmanagerUrl' (alerts) must be an absolute http or https URL.",
    ),
  ],
  urlCredentials: [
    wrong(
      "a password in a URL, without telling it",
      { prometheus: { url: "https://user:password@prometheus" } },
      "'prometheus.url' must have no user and no password, since it stands in objects for all to read. Remove them.",
    ),
    wrong(
      "the same of an Operator",
      operated({ url: "https://user:password@prometheus" }),
      "'prometheus.operator.url' must have no user and no password, since it stands in objects for all to read. Remove them.",
    ),
    wrong(
      "the same of an Alertmanager",
      installed({}, { alerts: { alertmanagerUrl: "https://user:password@alerts" } }),
      "'alerts.alertmanagerUrl' must have no user and no password, since it stands in objects for all to read. Remove them.",
    ),
  ],
  backend: [
    wrong(
      "a backend that is none",
      installed({}, { scaling: { backend: "Hpa", adapter: {}, kedaNamespace: "keda" } }),
      "'scaling.backend' (Hpa) must be one of PrometheusAdapter, Keda, ExistingApi, None.",
    ),
  ],
  ownLabel: [
    wrong(
      "labels of a PrometheusRule that are the platform's own",
      operated({ ruleLabels: { release: "stack", "app.kubernetes.io/managed-by": "me" } }),
      "'prometheus.operator.ruleLabels[\"app.kubernetes.io/managed-by\"]' must not be set: this label is the platform's own. Remove it.",
    ),
  ],
  adapterOfAnother: [
    wrong(
      "an adapter that is not made",
      installed({}, { scaling: { backend: "Keda", adapter: { replicas: 1 } } }),
      "'scaling.adapter' must not be given with 'scaling.backend' Keda, for which no adapter is made. Remove one of them.",
    ),
  ],
  kedaOfAnother: [
    wrong(
      "KEDA where another one scales",
      installed({}, { scaling: { kedaNamespace: "keda" } }),
      "'scaling.kedaNamespace' (keda) must not be given with 'scaling.backend' PrometheusAdapter. Give Keda, or remove this.",
    ),
  ],
  alertmanagerWithoutUrl: [
    wrong(
      "a place of an Alertmanager that nobody tells",
      installed({}, { alerts: { alertmanager: { namespace: "alerts" } } }),
      "'alerts.alertmanager' must not be given without 'alerts.alertmanagerUrl', to which it belongs. Give both, or none of them.",
    ),
  ],
  alertsOfUrl: [
    wrong(
      "alerts where nothing reaches the rules",
      { prometheus: { url }, alerts: { enabled: true, pendingSeconds: 60 } },
      "'alerts.enabled' (true) must not be given with 'prometheus.url': nothing here reaches the rules of that Prometheus. Remove it, and give that Prometheus what 'renderAlertRules' returns.",
      "'alerts.pendingSeconds' (60) must not be given with 'prometheus.url': nothing here reaches the rules of that Prometheus. Remove it, and give that Prometheus what 'renderAlertRules' returns.",
    ),
  ],
  withoutAlerts: [
    wrong(
      "settings of alerts that are switched off",
      operated({ ruleLabels: { a: "b" } }, { alerts: { enabled: false, pendingSeconds: 60 } }),
      "'alerts.pendingSeconds' (60) must not be given with 'alerts.enabled' false, without which it has no use. Remove one of them.",
      "'prometheus.operator.ruleLabels' must not be given with 'alerts.enabled' false, without which it has no use. Remove one of them.",
    ),
  ],
};
