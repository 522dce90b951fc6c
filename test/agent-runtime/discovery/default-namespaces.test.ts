import { createClusterRegistry } from "@berth/agent-runtime";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { catchReasons } from "../../contract/catch-issues.ts";
import { startCluster } from "./cluster-under-test.ts";
import { list } from "./listed-names.ts";

const VARIABLE = "A2A_DISCOVERY_NAMESPACES";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a registry that is not told where to look", () => {
  it("looks where the environment says, as the pods of an Agent have it", async () => {
    const { api, deploy } = await startCluster();
    deploy("research");
    deploy("tools", { namespace: "other" });
    vi.stubEnv(VARIABLE, "other");
    const registry = createClusterRegistry({ apiUrl: api.url });
    onTestFinished(registry.close);
    await registry.whenSettled();
    expect(list(registry)).toEqual(["tools"]);
  });

  it("is refused with the remedy where that says nothing either", () => {
    vi.stubEnv(VARIABLE, undefined);
    expect(catchReasons(() => createClusterRegistry())).toEqual([
      "'namespaces' must be given where 'A2A_DISCOVERY_NAMESPACES' does not say them. Name them, or give the Agent 'discovery'.",
    ]);
  });
});
