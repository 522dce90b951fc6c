import { createAgentServer } from "@berth/agent-runtime";

const server = createAgentServer({
  executor: (task) => {
    task.report("Counting.");
    const words = task.message.text.split(/\s+/).length;
    task.addArtifact({ name: "count", parts: [{ data: { words } }] });
    task.complete(`${words} words.`);
  },
});

await server.listen();
