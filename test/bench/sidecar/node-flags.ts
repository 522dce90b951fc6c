/** The program that the image starts. */
const PROGRAM = "/bin/agent-runtime.js";

/**
 * The flags that the image starts Node with, from its Dockerfile.
 *
 * @throws Error when its ENTRYPOINT does not start the runtime by Node.
 */
export function parseNodeFlags(dockerfile: string): string[] {
  const [, entrypoint = "[]"] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? [];
  const words = JSON.parse(entrypoint) as string[];
  if (words[0] !== "node" || words.at(-1)?.endsWith(PROGRAM) !== true) {
    throw new Error(`ENTRYPOINT (${entrypoint}) must be 'node', its flags and '...${PROGRAM}'.`);
  }
  return words.slice(1, -1);
}
