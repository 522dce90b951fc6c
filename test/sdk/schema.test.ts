import * as berth from "@berth/berth";
import {
  DEFAULT_ACCEPT_WINDOW_SECONDS,
  DEFAULT_AGENT_PORT,
  DEFAULT_API_KEY_HEADER,
  DEFAULT_MARGIN_SECONDS,
  DEFAULT_MAX_TASK_SECONDS,
  DEFAULT_MODES,
  DEFAULT_USER_CLAIM,
} from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DEFAULT_DENY } from "../../sdk/src/agent-namespace/spec.ts";
import { MAX_AGENT_NAME_LENGTH } from "../../sdk/src/agent/agent-name.ts";
import {
  DEFAULT_APP_PROTOCOL,
  DEFAULT_KUBERNETES_VERSION,
  DEFAULT_LIMITS,
  DEFAULT_LIVENESS_PROBE,
  DEFAULT_MAX_REPLICAS,
  DEFAULT_METRICS_PATH,
  DEFAULT_MIN_REPLICAS,
  DEFAULT_MONITORING_INTERVAL_SECONDS,
  DEFAULT_PROGRESS_DEADLINE_SECONDS,
  DEFAULT_READINESS_PROBE,
  DEFAULT_REPLICAS,
  DEFAULT_REQUESTS,
  DEFAULT_RUN_AS_USER,
  DEFAULT_SCALE_DOWN,
  DEFAULT_SCALE_UP,
  DEFAULT_STARTUP_PROBE,
  DEFAULT_TARGET_ACTIVE_TASKS,
  MIN_READY_SECONDS,
} from "../../sdk/src/agent/defaults.ts";
import { FIRST_MINORS } from "../../sdk/src/kubernetes-version.ts";

// Programs in YAML, Python and Go know the components by this schema, which Pulumi reads from the
// sources. `npm run test:unit -- --update` writes the file anew: read the difference, it is what
// users in those languages will notice.

const SDK_FOLDER = join(import.meta.dirname, "..", "..", "sdk");

const COMPONENTS = Object.entries(berth)
  .filter(([, exported]) => isComponent(exported))
  .map(([name]) => name);

function isComponent(exported: unknown): boolean {
  return typeof exported === "function" && exported.prototype instanceof pulumi.ComponentResource;
}

interface PackageFile {
  name: string;
  version: string;
  description: string;
}

function buildSchema(): string {
  const packageFile = JSON.parse(
    readFileSync(join(SDK_FOLDER, "package.json"), "utf8"),
  ) as PackageFile;
  const [namespace = "", name = ""] = packageFile.name.slice(1).split("/");
  const analyzer = new Analyzer(SDK_FOLDER, name, packageFile, new Set(COMPONENTS));
  const { components, typeDefinitions, dependencies } = analyzer.analyze();
  const { version, description } = packageFile;
  const built = generateSchema(
    name,
    version,
    description,
    components,
    typeDefinitions,
    dependencies,
    namespace,
  );
  return `${JSON.stringify(built, null, 2)}\n`;
}

const schema = buildSchema();

it("is what Pulumi reads from the sources", async () => {
  await expect(schema).toMatchFileSnapshot(join(SDK_FOLDER, "schema.json"));
});

type Described = Record<string, { description?: string }>;

const { resources, types } = JSON.parse(schema) as {
  resources: Record<
    string,
    { description?: string; inputProperties: Described; properties: Described }
  >;
  types: Record<
    string,
    { properties?: Described; enum?: { value: string; description?: string }[] }
  >;
};

const described: [string, string | undefined][] = [
  ...Object.entries(resources).flatMap(
    ([token, { description, inputProperties, properties }]): [string, string | undefined][] => [
      [token, description],
      ...toDescriptions(token, inputProperties),
      ...toDescriptions(token, properties),
    ],
  ),
  ...Object.entries(types).flatMap(([token, { properties = {}, enum: values = [] }]) => [
    ...toDescriptions(token, properties),
    ...values.map(({ value, description }): [string, string | undefined] => [
      `${token} ${value}`,
      description,
    ]),
  ]),
];

function toDescriptions(token: string, properties: Described): [string, string | undefined][] {
  return Object.entries(properties).map(([name, { description }]) => [
    `${token} ${name}`,
    description,
  ]);
}

it("describes every component, input, output, member and value", () => {
  const undescribed = described.filter(([, description]) => (description ?? "") === "");
  expect(undescribed).toEqual([]);
  // What Pulumi makes of an inline tag such as a link.
  const broken = described.filter(([, description]) => description?.includes("[object Object]"));
  expect(broken).toEqual([]);
});

it("spells every type out but parts of manifests: what Pulumi cannot read is any value to others", () => {
  const isAny = (property: unknown) => JSON.stringify(property).includes("pulumi.json#/Any");
  const places = described
    .map(([place]) => place)
    .filter((place) => {
      const [token = "", name = ""] = place.split(" ");
      const { inputProperties, properties } = { ...resources[token], ...types[token] };
      return [inputProperties?.[name], properties?.[name]].some((property) => {
        return property !== undefined && isAny(property);
      });
    });
  expect(places.filter((place) => !place.startsWith("berth:index:AgentOverridesArgs "))).toEqual([
    "berth:index:Agent extraManifests",
  ]);
  expect(schema.split("pulumi.json#/Any")).toHaveLength(places.length + 1);
});

it.each([
  ["AgentNamespace", "defaultDeny", DEFAULT_DENY],
  ["Agent", "port", DEFAULT_AGENT_PORT],
  ["Agent", "replicas", DEFAULT_REPLICAS],
  ["Agent", "name", MAX_AGENT_NAME_LENGTH],
  ["AgentCardArgs", "defaultInputModes", DEFAULT_MODES.join()],
  ["AgentCardArgs", "defaultOutputModes", DEFAULT_MODES.join()],
  ["AgentResourceRequestsArgs", "cpu", DEFAULT_REQUESTS.cpu],
  ["AgentResourceRequestsArgs", "memory", DEFAULT_REQUESTS.memory],
  ["AgentResourceRequestsArgs", "ephemeralStorage", DEFAULT_REQUESTS.ephemeralStorage],
  ["AgentResourceLimitsArgs", "cpu", DEFAULT_LIMITS.cpu],
  ["AgentResourceLimitsArgs", "memory", DEFAULT_LIMITS.memory],
  ["AgentResourceLimitsArgs", "ephemeralStorage", DEFAULT_LIMITS.ephemeralStorage],
  ["AgentDrainArgs", "maxTaskSeconds", DEFAULT_MAX_TASK_SECONDS],
  ["AgentDrainArgs", "acceptWindowSeconds", DEFAULT_ACCEPT_WINDOW_SECONDS],
  ["AgentDrainArgs", "marginSeconds", DEFAULT_MARGIN_SECONDS],
  ["AgentRolloutArgs", "progressDeadlineSeconds", DEFAULT_PROGRESS_DEADLINE_SECONDS],
  ["AgentRolloutArgs", "progressDeadlineSeconds", MIN_READY_SECONDS],
  ["Agent", "kubernetesVersion", DEFAULT_KUBERNETES_VERSION],
  ["AgentScalingArgs", "minReplicas", DEFAULT_MIN_REPLICAS],
  ["AgentScalingArgs", "maxReplicas", DEFAULT_MAX_REPLICAS],
  ["AgentScalingArgs", "targetActiveTasks", DEFAULT_TARGET_ACTIVE_TASKS],
  ["AgentScalingArgs", "scaleUp", DEFAULT_SCALE_UP.stabilizationWindowSeconds],
  ["AgentScalingArgs", "scaleUp", DEFAULT_SCALE_UP.pods],
  ["AgentScalingArgs", "scaleUp", DEFAULT_SCALE_UP.periodSeconds],
  ["AgentScalingArgs", "scaleDown", DEFAULT_SCALE_DOWN.stabilizationWindowSeconds],
  ["AgentScalingArgs", "scaleDown", DEFAULT_SCALE_DOWN.pods],
  ["AgentScalingArgs", "scaleDown", DEFAULT_SCALE_DOWN.periodSeconds],
  ["AgentScalingBehaviorArgs", "tolerance", `1.${FIRST_MINORS.scalingTolerance}`],
  ["AgentProbesArgs", "startup", DEFAULT_STARTUP_PROBE.periodSeconds],
  ["AgentProbesArgs", "readiness", DEFAULT_READINESS_PROBE.periodSeconds],
  ["AgentProbesArgs", "readiness", DEFAULT_READINESS_PROBE.failureThreshold],
  ["AgentProbesArgs", "liveness", DEFAULT_LIVENESS_PROBE.periodSeconds],
  ["AgentProbesArgs", "liveness", DEFAULT_LIVENESS_PROBE.failureThreshold],
  ["AgentProbeArgs", "timeoutSeconds", DEFAULT_STARTUP_PROBE.timeoutSeconds],
  ["AgentProbeArgs", "timeoutSeconds", DEFAULT_READINESS_PROBE.timeoutSeconds],
  ["AgentProbeArgs", "timeoutSeconds", DEFAULT_LIVENESS_PROBE.timeoutSeconds],
  ["AgentNetworkArgs", "appProtocol", DEFAULT_APP_PROTOCOL],
  ["AgentNetworkArgs", "trafficDistribution", `1.${FIRST_MINORS.preferClose}`],
  ["AgentNetworkArgs", "trafficDistribution", `1.${FIRST_MINORS.preferSameZoneOrNode}`],
  ["AgentMonitoringArgs", "intervalSeconds", DEFAULT_MONITORING_INTERVAL_SECONDS],
  ["AgentMonitoringArgs", "path", DEFAULT_METRICS_PATH.slice(1)],
  ["AgentJwtIssuerArgs", "userClaim", DEFAULT_USER_CLAIM],
  ["AgentApiKeyArgs", "header", DEFAULT_API_KEY_HEADER],
  ["AgentPodArgs", "runAsUser", DEFAULT_RUN_AS_USER],
  ["AgentPodArgs", "hostUsers", `1.${FIRST_MINORS.podUsers}`],
])("tells of %s.%s the constant that the code has: %s", (type, property, constant) => {
  const [, description = ""] =
    described.find(([place]) => place === `berth:index:${type} ${property}`) ?? [];
  expect(description.match(/\b[\w./-]+\b/g)).toContain(String(constant));
});
