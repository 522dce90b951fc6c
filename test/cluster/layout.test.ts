import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterLayout, controlPlaneNode, maximumNodes, maximumSlots } from "./layout.ts";

const slots = fc.integer({ min: 0, max: maximumSlots - 1 });
const counts = fc.integer({ min: 1, max: maximumNodes });

function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The first and the last address of a range in CIDR form. */
function toBounds(range: string): [number, number] {
  const [address = "", length = "32"] = range.split("/");
  const first = toNumber(address);
  return [first, first + 2 ** (32 - Number(length)) - 1];
}

function overlap([firstA, lastA]: [number, number], [firstB, lastB]: [number, number]): boolean {
  return firstA <= lastB && firstB <= lastA;
}

describe("the layout of a cluster", () => {
  it("keeps every range inside 198.18.0.0/15 and apart from every range of every other slot", () => {
    const [first, last] = toBounds("198.18.0.0/15");
    const ranges = Array.from({ length: maximumSlots }, (_, slot) =>
      clusterLayout("a", slot, 1),
    ).flatMap((layout) => [layout.nodeRange, layout.podRange, layout.serviceRange]);
    for (const [index, range] of ranges.entries()) {
      const bounds = toBounds(range);
      expect(bounds[0]).toBeGreaterThanOrEqual(first);
      expect(bounds[1]).toBeLessThanOrEqual(last);
      for (const other of ranges.slice(index + 1)) {
        expect(overlap(bounds, toBounds(other)), `${range} and ${other}`).toBe(false);
      }
    }
  });

  it("gives every node an address and a pod range of its own inside the cluster's", () => {
    fc.assert(
      fc.property(slots, counts, (slot, count) => {
        const layout = clusterLayout("a", slot, count);
        const node = toBounds(layout.nodeRange);
        const pod = toBounds(layout.podRange);
        for (const { address, podRange } of layout.nodes) {
          const at = toNumber(address);
          const [first, last] = toBounds(podRange);
          expect(at > node[0] && at < node[1]).toBe(true);
          expect(first >= pod[0] && last <= pod[1]).toBe(true);
        }
        const distinct = new Set(layout.nodes.flatMap((each) => [each.address, each.podRange]));
        expect(distinct.size).toBe(2 * count);
        expect(layout.nodes.map((each) => each.address)).not.toContain(layout.hostAddress);
      }),
    );
  });

  it("names the link by the cluster, so that two clusters never share one", () => {
    expect(clusterLayout("one", 0, 1).hostLink).not.toBe(clusterLayout("two", 0, 1).hostLink);
  });

  it("keeps the name of the link within the 15 characters of the kernel", () => {
    expect(clusterLayout("ninechars", 0, 1).hostLink).toHaveLength(15);
  });

  it("puts the control plane on the first node, whose address the API server has", () => {
    const layout = clusterLayout("a", 3, 2);
    expect(layout.apiServer).toBe(`https://${controlPlaneNode(layout).address}:6443`);
  });
});
