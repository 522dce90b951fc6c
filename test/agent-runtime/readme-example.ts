import { createAgentServer } from "@berth/agent-runtime";

const server = createAgentServer({
  card: {
    name: "Word counter",
    description: "Counts the words of a text.",
    version: "1.0.0",
    skills: [{ id: "count", name: "Count", description: "Counts words.", tags: ["text"] }],
  },
  executor: (task) => {
    task.report("Counting.");
    const words = task.message.text.split(/\s+/).length;
    task.addArtifact({ name: "count", parts: [{ data: { words } }] });
    task.complete(`${words} words.`);
  },
});

await server.listen();
