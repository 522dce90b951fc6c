import { z } from "zod";

/** Asks a Prometheus. */
export interface PrometheusClient {
  /** The value of a query that has one, undefined where it has none. @throws Error where it has more. */
  readValue: (query: string) => Promise<number | undefined>;
}

const answerSchema = z.looseObject({
  data: z.looseObject({
    result: z.array(z.looseObject({ value: z.tuple([z.number(), z.string()]) })),
  }),
});

export function createPrometheusClient(url: string): PrometheusClient {
  return {
    readValue: async (query) => {
      const body = new URLSearchParams({ query });
      const response = await fetch(new URL("/api/v1/query", url), { method: "POST", body });
      if (!response.ok) {
        throw new Error(`${query}: ${response.status} ${await response.text()}`);
      }
      const { result } = answerSchema.parse(await response.json()).data;
      if (result.length > 1) {
        throw new Error(`${query}: ${result.length} values.`);
      }
      return result[0] && Number(result[0].value[1]);
    },
  };
}
