import { expect, it } from "vitest";
import { toClosingText, toEnvironmentFile } from "./closing-text.ts";

it("tells what was made, where to look and what to try next, in commands that can be copied", () => {
  const text = toClosingText({
    outputs: {
      agentNamespace: "agents-dev",
      agentUrls: {
        "data-analysis": "http://data-analysis.agents-dev.svc.cluster.local:8000",
        research: "http://research.agents-dev.svc.cluster.local:8000",
      },
    },
    kubectl: "kubectl",
    standIns: ["pulumi-language-nodejs: stand-in from test/engine/language-host"],
  });
  expect(text).toBe(`
What was made: the namespace agents-dev with 2 agents
  data-analysis  http://data-analysis.agents-dev.svc.cluster.local:8000
  research       http://research.agents-dev.svc.cluster.local:8000

Where to look
  . .berth/demo/env   # points your shell at this cluster and this stack
  kubectl get pods,services,configmaps --namespace agents-dev
  kubectl logs --namespace agents-dev deployment/research
  kubectl port-forward --namespace agents-dev service/research 8000   # then http://localhost:8000

What to try next
  Edit the card in stacks/agents/research.ts, or the code in examples/agents/research.
  npm run demo             # builds and rolls out what has changed
  npm run pulumi -- preview --config-file .berth/demo/Pulumi.dev.yaml
  npm run demo -- --down   # removes everything

Parts of the engine that are stand-ins here
  pulumi-language-nodejs: stand-in from test/engine/language-host
`);
});

it("says nothing of stand-ins where there are none", () => {
  const outputs = { agentNamespace: "agents-dev", agentUrls: { research: "http://research" } };
  expect(toClosingText({ outputs, kubectl: "kubectl", standIns: [] })).not.toContain("stand-in");
});

it("writes variables so that a shell reads them back as they are", () => {
  expect(toEnvironmentFile({ KUBECONFIG: "/home/it's me/config" })).toBe(
    `export KUBECONFIG='/home/it'\\''s me/config'\n`,
  );
});
