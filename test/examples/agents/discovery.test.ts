import { DISCOVERY_CARD } from "@berth/agent-runtime";
import { expect, it } from "vitest";
import { sendJson, toGoodCard } from "../../agent-runtime/discovery/card-servers.ts";
import { startCluster } from "../../agent-runtime/discovery/cluster-under-test.ts";
import { runCommand } from "../../agent-runtime/process/runtime-process.ts";
import { recordResources } from "../../sdk/record-resources.ts";
import { readExample } from "./running-agents.ts";

/** Under load a process may take its time to start. */
const TIMEOUT_MS = 60_000;

it("is the image of the runtime with the card of its directory, and finds agents where it is told", async () => {
  const { result, resources } = await recordResources(
    async () => await import("../../../examples/agents/discovery/index.ts"),
    {
      config: {
        "project:namespace": "agents-dev",
        "project:image": "registry.example.com/agent-runtime:1.0.0",
        "project:lookIn": '["agents-dev","tools-dev"]',
      },
    },
  );
  expect(result.url).toBe("http://directory.agents-dev.svc.cluster.local:8000");
  const find = (kind: string) =>
    resources.filter(({ type }) => type.endsWith(`:${kind}`)).map(({ inputs }) => inputs);
  expect(find("Role")).toMatchObject(
    ["agents-dev", "tools-dev"].map((namespace) => ({ metadata: { namespace } })),
  );
  expect(find("Deployment")).toMatchObject([
    {
      spec: {
        template: {
          spec: {
            automountServiceAccountToken: true,
            containers: [
              { image: "registry.example.com/agent-runtime:1.0.0", args: ["serve-discovery"] },
            ],
          },
        },
      },
    },
  ]);
  const [card] = find("ConfigMap").map(({ data }) => (data as Record<string, string>)["card.json"]);
  expect(JSON.parse(card ?? "")).toMatchObject(DISCOVERY_CARD);
});

it(
  "has a README that shows what is printed, in its order: data between lines about how it goes",
  { timeout: TIMEOUT_MS },
  async () => {
    const readme = readExample("discovery/README.md").toString();
    const [, shown = ""] = /^```\n(working\n[^]*?)^```$/m.exec(readme) ?? [];
    const [, question = ""] = /agent-runtime send \S+ "(.*)"/.exec(readme) ?? [];
    const { api, deploy } = await startCluster();
    deploy("research", { namespace: "agents-dev" }).answer = (response) => {
      const skill = {
        id: "web-summary",
        name: "Summarize a web page",
        description: "Takes an address and says what is there",
        tags: ["web"],
      };
      const words = { name: "Research", description: "Reads the web", version: "1.0.0" };
      sendJson(response, toGoodCard("http://research", { ...words, skills: [skill] }));
    };
    const { untilPrinted } = runCommand([
      ...["serve-discovery", "--api-url", api.url, "--namespace", "agents-dev"],
      ...["--host", "127.0.0.1", "--port", "0"],
    ]);
    const [, url = ""] = await untilPrinted(/ready at (http:\/\/127\.0\.0\.1:\d+)\//);
    const { stderr, stdout } = await runCommand(["send", url, question]).end;
    const [begin, end] = stderr.split(/(?=completed: )/);
    expect([begin, stdout, end].join("")).toBe(shown);
  },
);
