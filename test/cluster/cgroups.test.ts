import { describe, expect, it } from "vitest";
import { nodeCgroup, toHierarchies } from "./cgroups.ts";
import { clusterLayout, controlPlaneNode } from "./layout.ts";

const OTHER_MOUNTS = "proc /proc proc rw 0 0\ntmpfs /sys/fs/cgroup tmpfs rw 0 0\n";

describe("the cgroup hierarchies of a machine", () => {
  it("are one per controller where it has v1", () => {
    expect(
      toHierarchies(
        `${OTHER_MOUNTS}cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n`,
      ),
    ).toEqual([
      { mountPoint: "/sys/fs/cgroup/cpu,cpuacct", unified: false },
      { mountPoint: "/sys/fs/cgroup/memory", unified: false },
    ]);
  });

  it("are one for all controllers where it has v2", () => {
    expect(toHierarchies("cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n")).toEqual([
      { mountPoint: "/sys/fs/cgroup", unified: true },
    ]);
  });

  it("are both where it has both", () => {
    expect(
      toHierarchies(
        `${OTHER_MOUNTS}cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\ncgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0\n`,
      ),
    ).toEqual([
      { mountPoint: "/sys/fs/cgroup/unified", unified: true },
      { mountPoint: "/sys/fs/cgroup/pids", unified: false },
    ]);
  });
});

describe("the cgroup of a node", () => {
  it("is below its cluster's, so that one removal takes both", () => {
    const layout = clusterLayout("a", 0, 1);
    expect(nodeCgroup(layout, controlPlaneNode(layout))).toBe("berth/a/node1");
  });
});
