// The package as it is published, as an author would use it.
import { createAgentServer } from "@berth/agent-runtime";
import { doWork } from "./work.js";

const { BENCH_CARD, BENCH_PORT, BENCH_URL } = process.env;

const server = createAgentServer({
  card: JSON.parse(BENCH_CARD),
  host: "127.0.0.1",
  port: Number(BENCH_PORT),
  adminPort: 0,
  metricsPort: 0,
  url: BENCH_URL,
  executor: (task) => {
    let id;
    return doWork(task.message.text, {
      append: (text) => {
        const parts = [{ text }];
        if (id === undefined) {
          id = task.addArtifact({ parts });
        } else {
          task.appendToArtifact(id, parts);
        }
      },
      report: task.report,
    });
  },
});
await server.listen();
