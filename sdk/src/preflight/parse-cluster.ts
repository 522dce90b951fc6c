import { LABELS } from "@berth/contract";
import { z } from "zod";
import type {
  KubernetesFacts,
  LabelRequirement,
  ObjectSelection,
  PrometheusObject,
  ServedApi,
} from "./cluster-facts.js";

const RELEASE_NAME = "meta.helm.sh/release-name";
const RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

const texts = z.record(z.string(), z.string());

const versionSchema = z.looseObject({
  serverVersion: z.looseObject({ minor: z.string(), gitVersion: z.string() }),
});

const groupsSchema = z.looseObject({
  groups: z.array(
    z.looseObject({ versions: z.array(z.looseObject({ groupVersion: z.string() })) }),
  ),
});

const resourcesSchema = z.looseObject({
  resources: z.array(z.looseObject({ name: z.string() })),
});

const apiServicesSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        labels: texts.optional(),
        annotations: texts.optional(),
        managedFields: z
          .array(
            z.looseObject({ manager: z.string().optional(), subresource: z.string().optional() }),
          )
          .optional(),
      }),
      spec: z.looseObject({
        group: z.string().optional(),
        service: z.looseObject({ name: z.string(), namespace: z.string() }).nullish(),
      }),
      status: z
        .looseObject({
          conditions: z
            .array(
              z.looseObject({
                type: z.string(),
                status: z.string(),
                reason: z.string().optional(),
                message: z.string().optional(),
              }),
            )
            .optional(),
        })
        .optional(),
    }),
  ),
});

const selector = z
  .looseObject({
    matchLabels: texts.nullish(),
    matchExpressions: z
      .array(
        z.looseObject({
          key: z.string(),
          operator: z.string(),
          values: z.array(z.string()).nullish(),
        }),
      )
      .nullish(),
  })
  .nullish();

const prometheusesSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
      spec: z.looseObject({
        routePrefix: z.string().optional(),
        podMonitorSelector: selector,
        podMonitorNamespaceSelector: selector,
        ruleSelector: selector,
        ruleNamespaceSelector: selector,
      }),
    }),
  ),
});

/** Reads what `kubectl version` prints. Providers put a sign behind the minor version. */
export function parseVersion(output: string): KubernetesFacts {
  const { serverVersion } = versionSchema.parse(JSON.parse(output));
  const minor = /^\d+/.exec(serverVersion.minor)?.[0];
  return {
    version: serverVersion.gitVersion,
    minor: minor === undefined ? undefined : Number(minor),
  };
}

/** Reads the groups that the API server has, with their versions. */
export function parseGroups(output: string): string[] {
  const { groups } = groupsSchema.parse(JSON.parse(output));
  return groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion));
}

/** Reads the names of the resources of one version of a group. */
export function parseResources(output: string): string[] {
  return resourcesSchema.parse(JSON.parse(output)).resources.map(({ name }) => name);
}

/** Reads the APIServices that a Service is behind. */
export function parseApiServices(output: string): ServedApi[] {
  const { items } = apiServicesSchema.parse(JSON.parse(output));
  return items.flatMap(({ metadata, spec, status }) => {
    const { service } = spec;
    if (service == null) {
      return [];
    }
    const available = status?.conditions?.find(({ type }) => type === "Available");
    const { [RELEASE_NAME]: release, [RELEASE_NAMESPACE]: namespace } = metadata.annotations ?? {};
    return [
      {
        name: metadata.name,
        group: spec.group ?? "",
        service: { namespace: service.namespace, name: service.name },
        isAvailable: available?.status === "True",
        message: available?.message,
        managedBy: metadata.labels?.[LABELS.managedBy],
        // What writes the status is the API server itself.
        fieldManager: metadata.managedFields?.find(({ subresource }) => subresource === undefined)
          ?.manager,
        release:
          release === undefined || namespace === undefined
            ? undefined
            : { namespace, name: release },
      },
    ];
  });
}

/** Reads the Prometheus objects of the Prometheus Operator. */
export function parsePrometheuses(output: string): PrometheusObject[] {
  const { items } = prometheusesSchema.parse(JSON.parse(output));
  return items.map(({ metadata: { name, namespace }, spec }) => ({
    namespace,
    name,
    routePrefix: (spec.routePrefix ?? "").replace(/\/+$/, ""),
    podMonitors: toSelection(spec.podMonitorSelector, spec.podMonitorNamespaceSelector),
    rules: toSelection(spec.ruleSelector, spec.ruleNamespaceSelector),
  }));
}

/** A selector that is not there takes nothing, one of objects; and its own namespace, one of those. */
function toSelection(
  objects: z.output<typeof selector>,
  namespaces: z.output<typeof selector>,
): ObjectSelection {
  return {
    requirements: objects == null ? undefined : toRequirements(objects),
    ownNamespaceOnly: namespaces == null,
  };
}

/** A label that must match is one of a list of one. */
function toRequirements({
  matchExpressions,
  matchLabels,
}: NonNullable<z.output<typeof selector>>): LabelRequirement[] {
  return [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => ({
      key,
      operator: "In",
      values: [value],
    })),
    ...(matchExpressions ?? []).map(({ key, operator, values }) => ({
      key,
      operator,
      values: values ?? [],
    })),
  ];
}
