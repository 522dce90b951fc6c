import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterLayout, maximumNodes } from "./layout.ts";
import { isNamespaceOf, toForeignRoutes } from "./network.ts";

const names = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);

describe("the network namespaces of a cluster", () => {
  it("are known by their names, and none is taken for one of another cluster", () => {
    fc.assert(
      fc.property(names, names, (name, other) => {
        const layout = clusterLayout(name, 0, maximumNodes);
        const namespaces = [
          layout.switchNamespace,
          ...layout.nodes.map((node) => node.networkNamespace),
        ];
        for (const namespace of namespaces) {
          expect(isNamespaceOf(name, namespace), namespace).toBe(true);
          expect(isNamespaceOf(other, namespace), `${namespace} and ${other}`).toBe(other === name);
        }
      }),
    );
  });

  it.each(["berth-a", "berth-a-node", "berth-a-node1-old", "my-berth-a-node1", "cni-1234"])(
    "are not taken for somebody else's: %s",
    (namespace) => {
      expect(isNamespaceOf("a", namespace)).toBe(false);
    },
  );
});

describe("a route into the range of the clusters", () => {
  it("is foreign unless it goes by the link of a cluster", () => {
    expect(
      toForeignRoutes([
        { dst: "198.18.0.0/24", dev: clusterLayout("one", 0, 1).hostLink },
        { dst: "198.19.0.0/16", dev: "tun0" },
        { dst: "198.18.7.0/24" },
      ]),
    ).toEqual(["198.19.0.0/16 dev tun0", "198.18.7.0/24 dev ?"]);
  });
});
