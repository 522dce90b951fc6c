import { kubectl } from "../cluster-access.ts";

/** A Deployment that goes away for a while. */
export interface Server {
  place: string;
  name: string;
  replicas: number;
}

/** Does something while servers have no pods, and gives them back in any case. */
export async function withoutServers(
  servers: readonly Server[],
  during: () => Promise<void>,
): Promise<void> {
  const scale = async ({ place, name }: Server, replicas: number): Promise<void> => {
    const target = [`deployment/${name}`, `--namespace=${place}`];
    await kubectl("scale", ...target, `--replicas=${replicas}`);
    await kubectl("rollout", "status", ...target, "--timeout=180s");
  };
  try {
    for (const server of servers) {
      await scale(server, 0);
    }
    await during();
  } finally {
    for (const server of servers) {
      await scale(server, server.replicas);
    }
  }
}
