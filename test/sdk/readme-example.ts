import * as berth from "@berth/berth";

const agents = new berth.AgentNamespace("agents");

const research = new berth.Agent("research", {
  namespace: agents.name,
  image: "registry.example.com/research:1.2.0",
  card: {
    description: "Answers questions about a table",
    version: "1.2.0",
    skills: [{ id: "report", name: "Report", description: "Explains figures", tags: ["data"] }],
  },
  secrets: [{ env: "OPENAI_API_KEY", secretName: "llm", key: "openai" }],
  drain: { maxTaskSeconds: 600 },
  peers: [{ name: "data-analysis" }],
});

export const url = research.url; // http://research.agents-dev.svc.cluster.local:8000
