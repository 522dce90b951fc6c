import { measureAll } from "./measure-all.ts";
import { measureSlowReaders, measureTaskMemory, toGrowth } from "./memory.ts";
import { type Column, OURS, type Part, withGoal } from "./report.ts";
import { startServer } from "./server-process.ts";
import { measureExit, measureStart } from "./start-and-exit.ts";
import { measureStreams, type Streams } from "./streams.ts";
import { measureThroughput, type Throughput } from "./throughput.ts";

const CONNECTIONS = 64;
const LOAD = { connections: CONNECTIONS, warmupSeconds: 2, seconds: 5 };
const STREAMS = { streams: 1_000, eventsPerSecond: 10, seconds: 8 };
const SHORT_TASKS = { connections: CONNECTIONS, tasks: 200_000, marks: 4 };
const SLOW_READERS = { readers: 100, eventsPerReader: 640, eventBytes: 16 * 1024, pauseMs: 40 };

const THROUGHPUT_COLUMNS: readonly Column<Throughput>[] = [
  {
    name: "sendMessageThroughput",
    unit: "1/s",
    read: ({ perSecond }) => perSecond,
    ratioGoals: { bare: "at least 1.5" },
  },
  { name: "sendMessageP50Ms", unit: "ms", read: ({ p50Ms }) => p50Ms },
  {
    name: "sendMessageP99Ms",
    unit: "ms",
    read: ({ p99Ms }) => p99Ms,
    ratioGoals: { bare: "at most 1" },
  },
  {
    name: "sendMessageCpu",
    unit: "us",
    read: ({ cpuMicroseconds }) => cpuMicroseconds,
    // The goal of the throughput, where others use the machine, too.
    ratioGoals: { bare: "at most 0.67" },
  },
  { name: "sendMessageResident", unit: "MiB", read: ({ residentMib }) => residentMib },
];

const CARD_COLUMNS: readonly Column<Throughput>[] = [
  {
    name: "cardThroughput",
    unit: "1/s",
    read: ({ perSecond }) => perSecond,
    ratioGoals: { raw: "at least 0.8" },
  },
  {
    name: "cardCpu",
    unit: "us",
    read: ({ cpuMicroseconds }) => cpuMicroseconds,
    ratioGoals: { raw: "at most 1.25" },
  },
];

const STREAM_COLUMNS: readonly Column<Streams>[] = [
  {
    name: "streamEventsDelivered",
    unit: "",
    read: ({ delivered }) => delivered,
    ratioGoals: { bare: "at least 1" },
  },
  { name: "streamEventP50Ms", unit: "ms", read: ({ p50Ms }) => p50Ms },
  { name: "streamEventP99Ms", unit: "ms", read: ({ p99Ms }) => p99Ms },
  { name: "streamEventCpu", unit: "us", read: ({ cpuMicroseconds }) => cpuMicroseconds },
  {
    name: "streamResident",
    unit: "MiB",
    read: ({ residentMib }) => residentMib,
    ratioGoals: { bare: "at most 1" },
  },
  { name: "streamPeakResident", unit: "MiB", read: ({ peakMib }) => peakMib },
];

/** Once for each: a leak is not a matter of rounds. */
async function findTaskMemory(): Promise<Part> {
  const part: Part = { figures: [], ratios: {} };
  for (const name of ["bare", OURS] as const) {
    const marks = await measureTaskMemory(name, SHORT_TASKS);
    for (const { residentMib, tasks } of marks) {
      part.figures.push({
        name: `residentAfter${tasks}Tasks ${name}`,
        value: residentMib,
        unit: "MiB",
      });
    }
    if (name === OURS) {
      const ratio = `residentAfter${SHORT_TASKS.tasks}Tasks of ${SHORT_TASKS.tasks / 2}`;
      part.ratios[withGoal(ratio, "at most 1.1")] = toGrowth(marks);
    }
  }
  return part;
}

async function findSlowReaderMemory(): Promise<Part> {
  const { beforeMib, peakMib, producedMib } = await measureSlowReaders(OURS, SLOW_READERS);
  return {
    figures: [
      { name: "slowReadersProduced", value: producedMib, unit: "MiB" },
      { name: "slowReadersResidentBefore ours", value: beforeMib, unit: "MiB" },
      { name: "slowReadersPeakResident ours", value: peakMib, unit: "MiB" },
    ],
    ratios: {
      [withGoal("slowReadersGrowth of produced", "at most 0.5")]:
        (peakMib - beforeMib) / producedMib,
    },
  };
}

/** What is measured, each with so many rounds. */
export const PARTS = {
  sendMessage: measureAll(
    ["raw", "bare", OURS],
    (name) => measureThroughput(name, () => startServer(name), "sendMessage", LOAD),
    THROUGHPUT_COLUMNS,
  ),
  card: measureAll(
    ["raw", "bare", OURS],
    (name) => measureThroughput(name, () => startServer(name), "card", LOAD),
    CARD_COLUMNS,
  ),
  streams: measureAll(["bare", OURS], (name) => measureStreams(name, STREAMS), STREAM_COLUMNS),
  start: measureAll(["bare", OURS], measureStart, [
    { name: "startToReadyMs", unit: "ms", read: ({ readyMs }) => readyMs },
    { name: "idleResident", unit: "MiB", read: ({ idleMib }) => idleMib },
  ]),
  exit: measureAll(["bare", OURS], measureExit, [
    {
      name: "lastTaskToExitMs",
      unit: "ms",
      read: (exitMs) => exitMs,
      goal: "at most 100",
    },
  ]),
  taskMemory: findTaskMemory,
  slowReaders: findSlowReaderMemory,
} as const satisfies Record<string, (rounds: number) => Promise<Part>>;
