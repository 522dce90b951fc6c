import { describe, expect, it, vi } from "vitest";
import { sendJson, toGoodCard } from "./card-servers.ts";
import { labels, startCluster, toSlice } from "./cluster-under-test.ts";
import { list, until, WAIT } from "./listed-names.ts";

describe("the agents of a cluster", () => {
  it("are the Services with the label, called at the first port, with their cards", async () => {
    const { api, deploy, watch } = await startCluster();
    deploy("research");
    deploy("elsewhere", { namespace: "other" });
    api.put("services", { metadata: { name: "database", namespace: "agents" }, spec: {} });
    const registry = watch();
    await registry.whenSettled();
    const url = "http://research.agents.svc.cluster.local:8000";
    expect(registry.list()).toEqual([
      {
        name: "research",
        namespace: "agents",
        url,
        isReady: true,
        card: expect.objectContaining({
          name: "The research",
          supportedInterfaces: [
            { url: `${url}/`, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
          ],
        }) as object,
      },
    ]);
    expect([registry.problems(), registry.failures()]).toEqual([[], []]);
    expect(registry.find({ skill: "stats" }).map(({ agent }) => agent.name)).toEqual(["research"]);
  });

  it("are those of several namespaces, or of all, in the order of their names", async () => {
    const { api, deploy, watch } = await startCluster();
    deploy("b", { namespace: "one" });
    deploy("c", { namespace: "one" });
    deploy("a", { namespace: "two" });
    deploy("d", { namespace: "three" });
    const some = watch(["two", "one", "two"]);
    const all = watch("all");
    await Promise.all([some.whenSettled(), all.whenSettled()]);
    expect(list(some)).toEqual(["b", "c", "a"]);
    expect(list(all)).toEqual(["b", "c", "d", "a"]);
    // The least that a ServiceAccount must be allowed.
    const paths = new Set(
      api.questions.map(({ path }) => path).filter((path) => !path.includes("proxy")),
    );
    expect([...paths].sort()).toEqual([
      "/api/v1/namespaces/one/services",
      "/api/v1/namespaces/two/services",
      "/api/v1/services",
      "/apis/discovery.k8s.io/v1/endpointslices",
      "/apis/discovery.k8s.io/v1/namespaces/one/endpointslices",
      "/apis/discovery.k8s.io/v1/namespaces/two/endpointslices",
    ]);
  });

  it("come as soon as they are deployed and ready, and go as soon as they are deleted", async () => {
    const { deploy, watch } = await startCluster();
    const registry = watch();
    await registry.whenSettled();
    let calls = 0;
    const end = registry.onChange(() => {
      calls += 1;
    });
    const agent = deploy("late", { ready: [] });
    await vi.waitFor(() => {
      expect(registry.problems()).toMatchObject([
        { name: "late", issues: [{ propertyPath: "endpoints" }] },
      ]);
    }, WAIT);
    // Nobody is there to be asked.
    expect([agent.cardRequests, list(registry)]).toEqual([0, []]);
    agent.setPods(["10.0.0.1"]);
    await until(registry, ["late"]);
    expect(registry.problems()).toEqual([]);
    agent.remove();
    await until(registry, []);
    expect(registry.problems()).toEqual([]);
    expect(calls).toBeGreaterThanOrEqual(3);
    end();
    const before = calls;
    deploy("later");
    await until(registry, ["later"]);
    expect(calls).toBe(before);
  });

  it("stay with their cards while no pod of theirs is ready", async () => {
    const { deploy, watch } = await startCluster();
    const agent = deploy("research", { ready: ["10.0.0.1"] });
    const registry = watch();
    await registry.whenSettled();
    agent.setPods([], ["10.0.0.1"]);
    await until(registry, ["research (not ready)"]);
    expect(registry.problems()).toEqual([]);
    agent.setPods(["10.0.0.1"]);
    await until(registry, ["research"]);
  });

  it("are asked for their cards again when other pods are ready, as after a rollout", async () => {
    const { deploy, watch } = await startCluster();
    const agent = deploy("research");
    const registry = watch();
    await registry.whenSettled();
    agent.answer = (response) => {
      sendJson(response, toGoodCard("http://x", { version: "2.0.0" }));
    };
    agent.setPods(["10.0.0.1"], ["10.0.0.2"]);
    agent.setPods(["10.0.0.2"]);
    await vi.waitFor(() => {
      expect(registry.list()[0]?.card.version).toBe("2.0.0");
    }, WAIT);
    expect(agent.cardRequests).toBe(2);
  });

  it("are ready by any of their slices, and by an endpoint that does not say", async () => {
    const { api, deploy, watch } = await startCluster();
    const agent = deploy("research", { ready: [] });
    const slice = toSlice(agent, [], []);
    api.put("endpointslices", {
      ...slice,
      metadata: { ...slice.metadata, name: "research-y" },
      endpoints: [{ addresses: ["10.0.0.9"] }],
    });
    api.put("endpointslices", {
      ...slice,
      metadata: { ...slice.metadata, name: "research-z" },
      endpoints: null,
    });
    const registry = watch();
    await registry.whenSettled();
    expect(list(registry)).toEqual(["research"]);
  });
});

describe("an agent whose card does not validate", () => {
  it("is not listed but told of, and listed when it is mended", async () => {
    const { deploy, log, watch } = await startCluster();
    deploy("good");
    const agent = deploy("broken");
    agent.answer = (response) => {
      sendJson(response, { ...toGoodCard("http://x"), name: 7 });
    };
    const registry = watch();
    await registry.whenSettled();
    expect(list(registry)).toEqual(["good"]);
    expect(registry.find({}).map(({ agent: { name } }) => name)).toEqual(["good"]);
    expect(registry.problems()).toEqual([
      {
        name: "broken",
        namespace: "agents",
        url: "http://broken.agents.svc.cluster.local:8000",
        issues: [{ propertyPath: "name", reason: "'name' (7) must be a text." }],
      },
    ]);
    agent.answer = (response) => {
      sendJson(response, toGoodCard("http://x"));
    };
    await until(registry, ["broken", "good"]);
    expect(registry.problems()).toEqual([]);
    expect(log.messages("warn")).toEqual(["What agents there are is not known as a whole"]);
  });

  it("is dropped when its card was good before", async () => {
    const { deploy, watch } = await startCluster();
    const agent = deploy("research");
    const registry = watch();
    await registry.whenSettled();
    agent.answer = (response) => response.end("Hello");
    agent.setPods(["10.0.0.1", "10.0.0.2"]);
    await until(registry, []);
    expect(registry.problems()).toMatchObject([{ issues: [{ propertyPath: "card" }] }]);
  });

  it("is told of when its Service has no port", async () => {
    const { api, watch } = await startCluster();
    api.put("services", { metadata: { name: "portless", namespace: "agents", labels }, spec: {} });
    api.put("endpointslices", toSlice({ name: "portless", namespace: "agents" }, ["10.0.0.1"], []));
    const registry = watch();
    await registry.whenSettled();
    expect(registry.list()).toEqual([]);
    expect(registry.problems()).toMatchObject([
      {
        url: "http://portless.agents.svc.cluster.local",
        issues: [{ reason: expect.stringMatching(/^'spec.ports' must have an entry/) as string }],
      },
    ]);
  });

  it("does not keep others waiting when it does not answer at all", async () => {
    const { deploy, watch } = await startCluster();
    const registry = watch();
    await registry.whenSettled();
    for (let index = 0; index < 10; index += 1) {
      deploy(`silent-${index}`).answer = () => undefined;
    }
    deploy("good");
    await until(registry, ["good"]);
  });
});

it("changes no more after its end, and what it knows stays", async () => {
  const { api, deploy, watch } = await startCluster();
  deploy("research");
  const registry = watch();
  await registry.whenSettled();
  registry.close();
  await vi.waitFor(() => {
    expect(api.watchCount).toBe(0);
  });
  deploy("late");
  expect(list(registry)).toEqual(["research"]);
  await registry.whenSettled();
});
