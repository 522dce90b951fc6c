import { measureAll } from "../runtime/measure-all.ts";
import { type Column, OURS, type Part } from "../runtime/report.ts";
import { measureThroughput, type Throughput } from "../runtime/throughput.ts";
import { type FrontName, type FrontOptions, startFront } from "./fronts.ts";
import { type HeldStreamMemory, measureHeldStreams } from "./held-streams.ts";

/** Long enough that all code on the way is compiled before it counts. */
const LOAD = { connections: 64, warmupSeconds: 5, seconds: 8 };

const STREAMS = 500;

const THROUGHPUT_COLUMNS: readonly Column<Throughput>[] = [
  {
    name: "sendMessageThroughput",
    unit: "1/s",
    read: ({ perSecond }) => perSecond,
    ratioGoals: { bareProxy: "at least 0.9" },
  },
  { name: "sendMessageP50Ms", unit: "ms", read: ({ p50Ms }) => p50Ms },
  { name: "sendMessageP99Ms", unit: "ms", read: ({ p99Ms }) => p99Ms },
  {
    name: "proxyCpuPer1000Calls",
    unit: "ms",
    // So many microseconds for each are as many milliseconds for a thousand.
    read: ({ cpuMicroseconds }) => cpuMicroseconds,
    without: ["direct"],
    ratiosTo: ["bareProxy"],
  },
  {
    name: "proxyResidentAfterLoad",
    unit: "MiB",
    read: ({ residentMib }) => residentMib,
    without: ["direct"],
    ratiosTo: ["bareProxy"],
  },
];

const MEMORY_COLUMNS: readonly Column<HeldStreamMemory>[] = [
  {
    name: "proxyResidentIdle",
    unit: "MiB",
    read: ({ idleMib }) => idleMib,
    ratiosTo: ["bareProxy"],
  },
  {
    name: `proxyResidentWith${STREAMS}Streams`,
    unit: "MiB",
    read: ({ openMib }) => openMib,
    ratioGoals: { bareProxy: "at most 1.3" },
  },
];

export const PART_NAMES = ["sendMessage", "heldStreams"] as const;

export type PartName = (typeof PART_NAMES)[number];

/** What is measured, each with so many rounds. */
export function createParts(
  options: FrontOptions,
): Record<PartName, (rounds: number) => Promise<Part>> {
  const proxies: FrontName[] = [
    ...(options.nginxFile === undefined ? [] : (["nginx"] as const)),
    "bareProxy",
    OURS,
  ];
  return {
    sendMessage: measureAll(
      ["direct", ...proxies],
      (name) => measureThroughput(name, () => startFront(name, options), "sendMessage", LOAD),
      THROUGHPUT_COLUMNS,
    ),
    heldStreams: measureAll(
      proxies,
      (name) => measureHeldStreams(name, () => startFront(name, options), STREAMS),
      MEMORY_COLUMNS,
    ),
  };
}
