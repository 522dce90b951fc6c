import { DISCOVERY_CARD } from "@berth/agent-runtime";
import { expect, it } from "vitest";
import { recordResources } from "../../sdk/record-resources.ts";

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
