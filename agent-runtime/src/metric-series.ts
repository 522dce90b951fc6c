import type { MetricDefinition } from "@berth/contract";
import type { Counter, Histogram, Registry } from "prom-client";

// prom-client looks a time series up by a text it builds from the labels, at each count: 300 ns. Here
// whoever counts keeps the series, and prom-client reads it when Prometheus asks.

/** One time series of a counter. */
export interface CounterSeries {
  value: number;
}

/** One time series of a histogram. */
export interface HistogramSeries {
  observe: (value: number) => void;
}

/** Gives the time series with these values of its labels, in their order; the same one each time. */
export type SeriesSource<Series> = (...labelValues: string[]) => Series;

type Labels = Record<string, string>;

interface Sample {
  labels: Record<string, string | number>;
  value: number;
  metricName?: string;
}

/**
 * Makes a counter whose series cost an addition.
 *
 * @param values those of its label that there are, where it has one and they are few: their series are
 *   there from the start. One that begins with 1 has never increased.
 */
export function createCounterSource(
  registry: Registry,
  definition: MetricDefinition,
  values: readonly string[] = [],
): SeriesSource<CounterSeries> {
  const source = createSource(definition, () => ({ value: 0 }));
  register(registry, definition, () =>
    source.getAll().map(([labels, { value }]) => ({ labels, value })),
  );
  for (const value of values) {
    source.get(value);
  }
  // Without labels it is there from the start.
  if (definition.labels.length === 0) {
    source.get();
  }
  return source.get;
}

/** Makes a histogram whose series cost a search among the bounds. */
export function createHistogramSource(
  registry: Registry,
  definition: MetricDefinition,
  bounds: readonly number[],
): SeriesSource<HistogramSeries> {
  const source = createSource(definition, () => createHistogramSeries(bounds));
  register(registry, definition, () =>
    source.getAll().flatMap(([labels, series]) => toSamples(definition.name, labels, series)),
  );
  if (definition.labels.length === 0) {
    source.get();
  }
  return source.get;
}

interface ReadableHistogram extends HistogramSeries {
  /** How many values are at most as large as each bound, and all of them. */
  read: () => { buckets: [bound: string | number, count: number][]; sum: number; count: number };
}

function createHistogramSeries(bounds: readonly number[]): ReadableHistogram {
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  return {
    observe: (value) => {
      let index = 0;
      while (index < bounds.length && value > (bounds[index] ?? Infinity)) {
        index += 1;
      }
      counts[index] = (counts[index] ?? 0) + 1;
      sum += value;
    },
    read: () => {
      let count = 0;
      const buckets = [...bounds, "+Inf"].map((bound, index): [string | number, number] => {
        count += counts[index] ?? 0;
        return [bound, count];
      });
      return { buckets, sum, count };
    },
  };
}

function toSamples(name: string, labels: Labels, { read }: ReadableHistogram): Sample[] {
  const { buckets, sum, count } = read();
  return [
    ...buckets.map(([le, value]) => ({
      metricName: `${name}_bucket`,
      labels: { le, ...labels },
      value,
    })),
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}

function createSource<Series>(
  { labels }: MetricDefinition,
  create: () => Series,
): { get: SeriesSource<Series>; getAll: () => [Labels, Series][] } {
  const known = new Map<string, { labels: Labels; series: Series }>();
  return {
    get: (...values) => {
      const key = values.join("\n");
      let entry = known.get(key);
      if (entry === undefined) {
        entry = {
          labels: Object.fromEntries(labels.map((label, index) => [label, values[index] ?? ""])),
          series: create(),
        };
        known.set(key, entry);
      }
      return entry.series;
    },
    getAll: () => [...known.values()].map((entry) => [entry.labels, entry.series]),
  };
}

/** A registry asks a metric for nothing but this; its type names the classes that it comes with. */
function register(
  registry: Registry,
  { name, help, type }: MetricDefinition,
  read: () => Sample[],
): void {
  const metric = {
    name,
    get: () => Promise.resolve({ name, help, type, values: read(), aggregator: "sum" }),
  };
  registry.registerMetric(metric as unknown as Counter | Histogram);
}
