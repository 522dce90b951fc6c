import { z } from "zod";
import { fetchInPod } from "../agent/driver-pod.ts";
import { kubectl } from "../cluster-access.ts";

const answerSchema = z.object({ status: z.literal("success"), data: z.unknown() });

const vectorSchema = z.object({
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      value: z.tuple([z.number(), z.string()]),
    }),
  ),
});

/** A time series and its value. */
export type Sample = z.infer<typeof vectorSchema>["result"][number];

/** A Prometheus, as the pods of a namespace reach it. */
export interface AskedPrometheus {
  /** What it answers at a path of its API. */
  ask: (path: string) => Promise<unknown>;
  query: (expression: string) => Promise<Sample[]>;
}

/** Asks a Prometheus from a pod with Node of a namespace, which it must admit. */
export function askPrometheus(namespace: string, prometheusUrl: string): AskedPrometheus {
  const ask = async (path: string): Promise<unknown> => {
    const pods = await kubectl(
      "get",
      "pods",
      `--namespace=${namespace}`,
      "--field-selector=status.phase=Running",
      "--output=jsonpath={.items[*].metadata.name}",
    );
    const [pod = ""] = pods.split(" ");
    const text = await fetchInPod(namespace, pod, `${prometheusUrl}/api/v1/${path}`);
    return answerSchema.parse(JSON.parse(text)).data;
  };
  return {
    ask,
    async query(expression) {
      const data = await ask(`query?query=${encodeURIComponent(expression)}`);
      return vectorSchema.parse(data).result;
    },
  };
}
