import { expect, it, onTestFinished, vi } from "vitest";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { createServicePlaces } from "../../../agent-runtime/src/discovery/service-places.ts";
import { startCluster } from "./cluster-under-test.ts";

it.each([
  [
    "at the Service, from within the cluster",
    undefined,
    () => "http://research.agents.svc.example.org:8000/.well-known/agent-card.json",
  ],
  [
    "through the API server, from outside",
    "apiUrl",
    (url: string) =>
      `${url}/api/v1/namespaces/agents/services/research:8000/proxy/.well-known/agent-card.json`,
  ],
])("names where cards are read: %s", async (_, proxySetting, toCardUrl) => {
  const { api, deploy } = await startCluster();
  deploy("research", { ready: ["10.0.0.2", "10.0.0.1"] });
  const source = createServicePlaces({
    server: { url: api.url, trust: {} },
    namespaces: ["agents"],
    proxySetting,
    clusterDomain: "example.org",
    clock: systemClock,
  })(() => undefined);
  onTestFinished(source.close);
  expect([source.isSettled, source.places.size]).toEqual([false, 0]);
  await vi.waitFor(() => {
    expect(source.isSettled).toBe(true);
  });
  expect([...source.places]).toEqual([
    [
      "agents/research",
      {
        name: "research",
        namespace: "agents",
        url: "http://research.agents.svc.example.org:8000",
        cardUrl: toCardUrl(api.url),
        isReady: true,
        edition: "10.0.0.1,10.0.0.2",
        issues: [],
      },
    ],
  ]);
});
