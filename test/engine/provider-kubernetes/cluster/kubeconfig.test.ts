import { expect, test } from "vitest";
import { loadKubeconfig } from "./kubeconfig.ts";

function kubeconfig(server: string): string {
  return JSON.stringify({
    clusters: [
      { name: "one", cluster: { server } },
      { name: "two", cluster: { server: "https://two.test" } },
    ],
    users: [{ name: "u", user: {} }],
    contexts: [
      { name: "a", context: { cluster: "one", user: "u" } },
      { name: "b", context: { cluster: "two", user: "u" } },
    ],
    "current-context": "a",
  });
}

test("context and cluster can be chosen apart from the current ones", () => {
  const text = kubeconfig("https://one.test");
  expect(loadKubeconfig({ kubeconfig: text }).getCurrentCluster()?.server).toBe("https://one.test");
  const byContext = loadKubeconfig({ kubeconfig: text, context: "b" });
  expect(byContext.getCurrentCluster()?.server).toBe("https://two.test");
  const byCluster = loadKubeconfig({ kubeconfig: text, cluster: "two" });
  expect(byCluster.getCurrentCluster()?.server).toBe("https://two.test");
});

test("a kubeconfig that cannot work is refused with the reason", () => {
  expect(() => loadKubeconfig({ kubeconfig: "/no/such/file" })).toThrow("there is no file");
  expect(() =>
    loadKubeconfig({ kubeconfig: kubeconfig("https://one.test"), context: "c" }),
  ).toThrow('no cluster for context "c"');
  expect(() => loadKubeconfig({ kubeconfig: kubeconfig("http://one.test") })).toThrow("plain http");
});
