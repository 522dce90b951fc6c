import { describe, expect, it } from "vitest";
import { findDifferences, toKept } from "./live-objects.ts";

describe("findDifferences", () => {
  it("finds none where the live object has all and more", () => {
    expect(
      findDifferences(
        { spec: { ports: [{ port: 8000 }], selector: { app: "worker" } } },
        {
          spec: {
            ports: [{ port: 8000, protocol: "TCP" }],
            selector: { app: "worker" },
            type: "x",
          },
        },
      ),
    ).toEqual([]);
  });

  it.each([
    { change: "another value", live: { replicas: 3, ports: [{ port: 1 }] } },
    { change: "a missing member", live: { ports: [{ port: 1 }] } },
    { change: "a longer list", live: { replicas: 2, ports: [{ port: 1 }, { port: 2 }] } },
    { change: "another value in a list", live: { replicas: 2, ports: [{ port: 2 }] } },
  ])("names one path for $change", ({ live }) => {
    expect(findDifferences({ replicas: 2, ports: [{ port: 1 }] }, live)).toHaveLength(1);
  });
});

describe("toKept", () => {
  it("has the texts of a Secret in base64", () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: {}, stringData: { a: "text" } };
    expect(toKept(secret)).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: {},
      data: { a: "dGV4dA==" },
    });
  });
});
