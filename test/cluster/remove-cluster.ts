import { readFile, rm } from "node:fs/promises";
import { listCgroupProcesses, listCgroups, removeCgroups } from "./cgroups.ts";
import { clusterLayout, maximumNodes, type ClusterLayout } from "./layout.ts";
import { hasHostLink, listNamespaceProcesses, listNamespaces, removeNetwork } from "./network.ts";
import { waitFor } from "./wait-for.ts";
import { findCluster } from "./cluster-state.ts";

const END_TIMEOUT_SECONDS = 60;

/** The processes of a cluster: those in its network namespaces and those in its pods. */
export async function listProcesses(layout: ClusterLayout): Promise<number[]> {
  const found = new Set(await listCgroupProcesses(layout));
  for (const namespace of await listNamespaces(layout.name)) {
    (await listNamespaceProcesses(namespace)).forEach((pid) => found.add(pid));
  }
  return [...found];
}

async function listMounts(layout: ClusterLayout): Promise<string[]> {
  const lines = (await readFile("/proc/self/mountinfo", "utf8")).split("\n");
  return lines.filter((line) => line.includes(`${layout.directory}/`));
}

/** Everything of a cluster that is still on this machine, in words; empty when it is gone. */
async function listRemains(layout: ClusterLayout): Promise<string[]> {
  return [
    ...(await listProcesses(layout)).map((pid) => `process ${pid}`),
    ...(await listNamespaces(layout.name)).map((name) => `network namespace ${name}`),
    ...((await hasHostLink(layout)) ? [`link ${layout.hostLink}`] : []),
    ...(await listMounts(layout)).map((mount) => `mount ${mount}`),
    ...(await listCgroups(layout)).map((cgroup) => `cgroup ${cgroup}`),
  ];
}

async function endProcesses(layout: ClusterLayout): Promise<void> {
  await waitFor("the end of every process", END_TIMEOUT_SECONDS, async () => {
    const pids = await listProcesses(layout);
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself in the meantime.
      }
    }
    return pids.length === 0;
  });
}

/**
 * Takes a cluster off this machine, whatever state it is in: processes, mounts, namespaces, links,
 * cgroups and files. Packet filter rules exist in the namespaces only and go with them.
 *
 * @throws Error that lists what is left, if anything is.
 */
export async function removeCluster(name: string): Promise<void> {
  // A cluster of which nothing is written down may still have left namespaces; its slot is then unknown.
  const layout = (await findCluster(name))?.layout ?? clusterLayout(name, 0, maximumNodes);
  await endProcesses(layout);
  await removeNetwork(layout);
  await removeCgroups(layout);
  const remains = await listRemains(layout);
  if (remains.length > 0) {
    throw new Error(`The cluster '${name}' is not gone: ${remains.join("; ")}.`);
  }
  // Last, so that a killed removal still finds what to remove.
  await rm(layout.directory, { recursive: true, force: true });
}
