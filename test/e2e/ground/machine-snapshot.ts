import { readdir, readFile } from "node:fs/promises";
import { runCommand } from "../../tools/command.ts";

/** What a cluster could leave on this machine, each as a sorted list of words. */
export interface MachineSnapshot {
  networkNamespaces: string[];
  links: string[];
  mounts: string[];
  cgroups: string[];
  packetFilterRules: string[];
  processes: string[];
}

async function lines(...command: [string, ...string[]]): Promise<string[]> {
  return (await runCommand(command)).stdout.split("\n").filter(Boolean).sort();
}

/** The processes that a command line or an open network namespace ties to the named cluster. */
async function listProcesses(clusterName: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const words = commandLine.replaceAll("\0", " ");
    if (words.includes(`/clusters/${clusterName}/`) || words.includes(`berth-${clusterName}-`)) {
      found.push(`${pid} ${words}`);
    }
  }
  return found;
}

async function listPacketFilterRules(): Promise<string[]> {
  const rules = await lines("iptables-save");
  // Comments carry the time, chain heads carry counters.
  return rules.filter((line) => line.startsWith("-A"));
}

/** Looks at the machine with its own eyes: it shares no code with what takes a cluster down. */
export async function takeSnapshot(clusterName: string): Promise<MachineSnapshot> {
  return {
    networkNamespaces: await lines("ip", "netns", "list"),
    links: (await lines("ip", "-brief", "link")).map((line) => line.split(/\s+/)[0] ?? ""),
    mounts: (await readFile("/proc/self/mounts", "utf8")).split("\n").sort(),
    cgroups: await lines(
      "find",
      "/sys/fs/cgroup",
      "-type",
      "d",
      "-path",
      `*/berth/${clusterName}*`,
    ),
    packetFilterRules: await listPacketFilterRules(),
    processes: await listProcesses(clusterName),
  };
}
