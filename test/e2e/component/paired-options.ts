import { coverPairs, listRows, type Row } from "./pairwise.ts";

/** The options of an agent that are tried with each other. */
export const FACTORS = {
  mode: ["Sidecar", "Embedded", "None"],
  scaling: ["no", "PrometheusAdapter", "Keda", "ExistingApi", "None"],
  target: ["tasks", "saturation"],
  idlestPodFirst: ["no", "yes"],
  platform: ["no", "yes"],
  network: ["open", "Namespace", "Peers"],
  exposure: ["none", "gateway", "ingress"],
  monitoring: ["None", "PodMonitor"],
  secrets: ["none", "reference", "value"],
  rules: ["no", "yes"],
  peers: ["no", "yes"],
  auth: ["no", "yes"],
  extras: ["no", "yes"],
} as const;

export type Options = Row<typeof FACTORS>;

/** Whether Berth makes a scaler. */
export function hasScaler({ scaling }: Pick<Options, "scaling">): boolean {
  return scaling !== "no" && scaling !== "None";
}

/**
 * Without a runtime nobody asks who calls, and nobody tells which pod is idle. What has no scaler has no
 * target, and no pod of a fixed number goes before others.
 */
export function isAllowed(options: Options): boolean {
  const { auth, idlestPodFirst, mode, scaling, target } = options;
  return (
    (mode !== "None" || (auth === "no" && idlestPodFirst === "no")) &&
    (hasScaler(options) || target === "tasks") &&
    (scaling !== "no" || idlestPodFirst === "no")
  );
}

/** Few sets of options, of which each allowed pair is in one at least. */
export const PAIRED_OPTIONS: readonly Options[] = coverPairs(listRows(FACTORS).filter(isAllowed));

/** The name of an agent with some options, by their place. */
export function toPairName(index: number): string {
  return `pair-${index + 1}`;
}
