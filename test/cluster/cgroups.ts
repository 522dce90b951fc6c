import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClusterLayout, NodeLayout } from "./layout.ts";

/** A cgroup that still has a dying process cannot be removed; the kernel needs a moment. */
const REMOVAL_ATTEMPTS = 50;
const REMOVAL_PAUSE_MS = 100;

export interface Hierarchy {
  mountPoint: string;
  unified: boolean;
}

/** The cgroup hierarchies among the lines of `/proc/mounts`: one per controller (v1), one for all (v2), or both (hybrid). */
export function toHierarchies(mounts: string): Hierarchy[] {
  return mounts
    .split("\n")
    .map((line) => line.split(" "))
    .flatMap(([, mountPoint, type]) =>
      mountPoint !== undefined && (type === "cgroup" || type === "cgroup2")
        ? [{ mountPoint, unified: type === "cgroup2" }]
        : [],
    );
}

async function listHierarchies(): Promise<Hierarchy[]> {
  return toHierarchies(await readFile("/proc/mounts", "utf8"));
}

/** A new cpuset (v1) is empty and takes no process until it has been given what its parent has. */
async function inheritCpuset(root: string, below: string[]): Promise<void> {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const value = await readFile(join(root, file), "utf8").catch(() => undefined);
    if (value !== undefined) {
      await writeFile(join(root, ...below, file), value);
    }
  }
}

/** A child (v2) has only the controllers that its parent passes on. */
async function delegateControllers(folder: string): Promise<void> {
  const controllers = await readFile(join(folder, "cgroup.controllers"), "utf8").catch(() => "");
  for (const controller of controllers.split(/\s+/).filter(Boolean)) {
    await writeFile(join(folder, "cgroup.subtree_control"), `+${controller}`).catch(
      () => undefined,
    );
  }
}

/** The cgroup that holds the pods of a node, relative to the root of every hierarchy. */
export function nodeCgroup(layout: ClusterLayout, node: NodeLayout): string {
  return `${layout.cgroup}/${node.name}`;
}

/** Makes the cgroups that the kubelets put their pods into. */
export async function createCgroups(layout: ClusterLayout): Promise<void> {
  for (const { mountPoint, unified } of await listHierarchies()) {
    for (const node of layout.nodes) {
      const steps = nodeCgroup(layout, node).split("/");
      for (let depth = 1; depth <= steps.length; depth++) {
        const below = steps.slice(0, depth);
        if (unified) {
          await delegateControllers(join(mountPoint, ...below.slice(0, -1)));
        }
        await mkdir(join(mountPoint, ...below), { recursive: true });
        await inheritCpuset(mountPoint, below);
      }
    }
  }
}

async function removeTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) {
      await removeTree(join(folder, entry.name));
    }
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "ENOENT") {
        return;
      }
      if (code !== "EBUSY" || attempt === REMOVAL_ATTEMPTS) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, REMOVAL_PAUSE_MS));
    }
  }
}

/** Removes every cgroup of a cluster. Its processes must have ended. */
export async function removeCgroups(layout: ClusterLayout): Promise<void> {
  for (const { mountPoint } of await listHierarchies()) {
    await removeTree(join(mountPoint, layout.cgroup));
    // The folder of all clusters goes with the last of them.
    await rmdir(join(mountPoint, "berth")).catch(() => undefined);
  }
}

/** The cgroups of a cluster that exist. */
export async function listCgroups(layout: ClusterLayout): Promise<string[]> {
  const found: string[] = [];
  for (const { mountPoint } of await listHierarchies()) {
    const folder = join(mountPoint, layout.cgroup);
    if ((await readdir(folder).catch(() => undefined)) !== undefined) {
      found.push(folder);
    }
  }
  return found;
}

/** The processes in the cgroups of a cluster: the containers of its pods. */
export async function listCgroupProcesses(layout: ClusterLayout): Promise<number[]> {
  const found = new Set<number>();
  for (const cgroup of await listCgroups(layout)) {
    const entries = await readdir(cgroup, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = [
      join(cgroup, "cgroup.procs"),
      ...entries.filter((e) => e.name === "cgroup.procs").map((e) => join(e.parentPath, e.name)),
    ];
    for (const file of files) {
      const content = await readFile(file, "utf8").catch(() => "");
      content
        .split("\n")
        .filter(Boolean)
        .map(Number)
        .forEach((pid) => found.add(pid));
    }
  }
  return [...found];
}
