import { expect, it } from "vitest";
import type { CardData } from "@berth/contract";
import { buildCardConfigMap } from "../../../sdk/src/manifests/card-config-map.ts";
import { objectFacts } from "./agent-facts.ts";

it("builds a ConfigMap that nobody changes under a running pod", () => {
  const data: CardData = {
    "card.json": "{}\n",
    AGENT_NAME: "Research",
    AGENT_DESCRIPTION: "Summaries",
    AGENT_VERSION: "1.2.0",
    AGENT_SKILLS: "[]",
  };
  expect(buildCardConfigMap({ ...objectFacts, data })).toEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: objectFacts,
    immutable: true,
    data,
  });
});
