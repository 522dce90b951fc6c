import { expect, it } from "vitest";
import { buildHttpRoute } from "../../../sdk/src/manifests/http-route.ts";
import { objectFacts } from "./agent-facts.ts";

const facts = {
  ...objectFacts,
  hostname: "research.example.com",
  gateway: { name: "public", namespace: "gateways", sectionName: "https" },
  serviceName: "research",
};

it("builds a route that cuts no stream, from one listener of a Gateway to the Service", () => {
  expect(buildHttpRoute(facts)).toEqual({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: objectFacts,
    spec: {
      parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
      hostnames: ["research.example.com"],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          timeouts: { request: "0s", backendRequest: "0s" },
          backendRefs: [{ name: "research", port: 8000 }],
        },
      ],
    },
  });
});

it("leaves namespace and listener of the Gateway open when nobody gave them", () => {
  const { spec } = buildHttpRoute({ ...facts, gateway: { name: "public" } });
  expect(spec).toMatchObject({ hostnames: ["research.example.com"] });
  expect((spec as { parentRefs: unknown }).parentRefs).toStrictEqual([{ name: "public" }]);
});
