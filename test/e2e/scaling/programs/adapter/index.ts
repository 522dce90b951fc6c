import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as berth from "@berth/berth";

/** What the program is to deploy, and when it believes that it does. */
interface Wanted {
  namespace: string;
  /** In milliseconds. */
  now: number;
}

const file = join(import.meta.dirname, "wanted.json");
const { namespace, now } = JSON.parse(readFileSync(file, "utf8")) as Wanted;

// The certificate of an adapter depends on the clock alone, which is the program's to set.
Date.now = () => now;

export const { apiServiceNames } = new berth.PrometheusAdapter("metrics", {
  namespace: new berth.AgentNamespace("metrics", { name: namespace }).name,
  // Nobody: the adapter answers all the same, with no metrics.
  prometheusUrl: "http://prometheus.invalid:9090",
});
