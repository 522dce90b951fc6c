import { spawn } from "node:child_process";
import { once } from "node:events";
import { kubectlPath } from "../../cluster/kubectl.ts";

/** How many pods a Deployment asked for at one moment, and how many took tasks. */
export interface ReplicaCount {
  wanted: number;
  available: number;
}

const FIELDS = '{.spec.replicas} {.status.availableReplicas}{"\\n"}';

/**
 * Notes every state that a Deployment goes through from now on.
 *
 * @returns what ends it and tells the states.
 */
export async function watchReplicas(
  namespace: string,
  deployment: string,
): Promise<() => Promise<ReplicaCount[]>> {
  const watch = ["get", `deployment/${deployment}`, `--namespace=${namespace}`, "--watch"];
  const command = [await kubectlPath(), ...watch, `--output=jsonpath=${FIELDS}`];
  // It ends with this process, however that ends.
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  await once(child.stdout, "data");
  return async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
    return printed
      .trim()
      .split("\n")
      .map((line) => {
        const [wanted, available] = line.split(" ");
        return { wanted: Number(wanted), available: Number(available) };
      });
  };
}
