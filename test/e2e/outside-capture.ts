import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { prepareEngine } from "../engine/engine.ts";
import { createProgress } from "../tools/progress.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The packet capture of the whole run; empty where other programs of the machine would be in it. */
    outsideCapture: string;
  }
}

/** The link of the machine's default route. */
async function defaultLink(): Promise<string | undefined> {
  const routes = (await readFile("/proc/net/route", "utf8"))
    .split("\n")
    .map((line) => line.split("\t"));
  return routes.find(([, destination]) => destination === "00000000")?.[0];
}

/**
 * Captures every contact that the machine makes from the first test to the last.
 *
 * Only where the machine does nothing else (`CI`): a browser beside the tests would be in the capture too.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const link = await defaultLink();
  if (process.env["CI"] !== "true" || link === undefined) {
    project.provide("outsideCapture", "");
    return () => Promise.resolve();
  }
  // What is not built yet fetches its sources: that comes before the capture.
  await prepareEngine({ progress: createProgress() });
  const folder = await mkdtemp(join(tmpdir(), "berth-capture-"));
  const file = join(folder, "outside.pcap");
  const contacts =
    "not multicast and (udp or (ip and tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn) or (ip6 and tcp))";
  const options = ["--immediate-mode", "--packet-buffered", "--relinquish-privileges=root"];
  const tcpdump = spawn("tcpdump", ["-i", link, ...options, "-Q", "out", "-w", file, contacts], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  // It says so when it listens.
  await once(tcpdump.stderr, "data");
  project.provide("outsideCapture", file);
  return async () => {
    const ended = once(tcpdump, "exit");
    tcpdump.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}
