import { dirname, basename } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { findCluster } from "../../cluster/cluster-state.ts";
import { countStrayPackets } from "../../cluster/network.ts";
import { runCommand } from "../../tools/command.ts";

const capture = inject("outsideCapture");

describe("everything that the group does", () => {
  it("makes no node send a packet to an address outside the cluster", async () => {
    const name = basename(dirname(process.env["KUBECONFIG"] ?? ""));
    const nodes = (await findCluster(name))?.layout.nodes ?? [];
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) {
      expect(await countStrayPackets(node), node.name).toBe(0);
    }
  });

  it.skipIf(capture === "")(
    "sends nothing out by the machine's default route (in CI only, where the machine does nothing else)",
    async () => {
      expect((await runCommand(["tcpdump", "-n", "-r", capture])).stdout).toBe("");
    },
  );
});
