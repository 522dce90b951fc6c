import { parse } from "yaml";
import { z } from "zod";
import type { ApiClient } from "../api-client.ts";

/** Writes the query that the adapter sends to Prometheus for some pods of a namespace. */
export type AdapterQuery = (namespace: string, pods: readonly string[]) => string;

const configSchema = z.looseObject({
  rules: z.array(
    z.looseObject({ name: z.looseObject({ as: z.string() }), metricsQuery: z.string() }),
  ),
});

interface ConfigMapList {
  items: { data?: Record<string, string> }[];
}

/** Reads from the adapter's own configuration how it asks for a metric. */
export async function readAdapterQuery(
  api: ApiClient,
  namespace: string,
  metric: string,
): Promise<AdapterQuery> {
  const { items } = await api.get<ConfigMapList>(`/api/v1/namespaces/${namespace}/configmaps`);
  const [config] = items.flatMap(({ data }) => data?.["config.yaml"] ?? []);
  const { rules } = configSchema.parse(parse(config ?? ""));
  const rule = rules.find(({ name }) => name.as === metric);
  if (rule === undefined) {
    throw new Error(`The adapter in '${namespace}' has no rule for '${metric}'.`);
  }
  return (podNamespace, pods) => fillIn(rule.metricsQuery, metric, podNamespace, pods);
}

/** Fills in a template of the adapter as the adapter does for pods. */
export function fillIn(
  template: string,
  series: string,
  namespace: string,
  pods: readonly string[],
): string {
  return template
    .replaceAll("<<.Series>>", series)
    .replaceAll("<<.LabelMatchers>>", `namespace="${namespace}",pod=~"${pods.join("|")}"`)
    .replaceAll("<<.GroupBy>>", "pod");
}
