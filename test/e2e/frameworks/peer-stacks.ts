import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngineSandbox, toOutcome } from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import { stageAgent, stageRuntime } from "../../demo/images.ts";
import { createProgress } from "../../tools/progress.ts";
import { toNodes } from "../agent/test-images.ts";
import { deleteNamespace } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";

/** How long a command may take: a machine with two cores starts the pods one after the other. */
const TIMEOUT_SECONDS = 600;

/** Two stacks: an agent that asks who calls, and agents of another namespace that call it. */
export interface PeerStacks {
  calleeNamespace: string;
  callersNamespace: string;
  /** Deploys both, the callee first. */
  up: () => Promise<void>;
  /** Removes what is left of them, whatever has happened. */
  remove: () => Promise<void>;
}

/** Builds the images, puts them on every node and makes the two stacks; nothing is deployed yet. */
export async function createPeerStacks(): Promise<PeerStacks> {
  const images = await preparePeerImages();
  const sandbox = await createEngineSandbox(await prepareEngine({ progress: createProgress() }));
  const calleeNamespace = createUniqueText("peers-callee");
  const callersNamespace = createUniqueText("peers-callers");
  const deploy = async (program: string, settings: Record<string, string>): Promise<void> => {
    const cwd = await sandbox.copyFolder(join(import.meta.dirname, "programs", program));
    const pairs = Object.entries(settings).flatMap(([key, value]) => [
      "--plaintext",
      `${key}=${value}`,
    ]);
    for (const command of [
      ["stack", "init", "dev"],
      ["config", "set-all", "--stack=dev", ...pairs],
      ["up", "--yes", "--stack=dev"],
    ]) {
      const result = await sandbox.run(command, { cwd, timeoutSeconds: TIMEOUT_SECONDS });
      const { output, succeeded } = toOutcome(result);
      if (!succeeded) {
        throw new Error(`pulumi ${command.join(" ")}: ${output}`);
      }
    }
  };
  return {
    calleeNamespace,
    callersNamespace,
    async up() {
      await deploy("callee", {
        namespace: calleeNamespace,
        callersNamespace,
        image: images.peers,
        runtimeImage: images.runtime,
      });
      await deploy("callers", {
        namespace: callersNamespace,
        calleeNamespace,
        image: images.peers,
      });
    },
    async remove() {
      await Promise.all([calleeNamespace, callersNamespace].map(deleteNamespace));
      await sandbox.remove();
    },
  };
}

/** `peers` has the agents of both stacks, `runtime` is what a sidecar is. */
async function preparePeerImages(): Promise<Record<"peers" | "runtime", string>> {
  const folder = await mkdtemp(join(tmpdir(), "berth-peers-"));
  try {
    const context = await stageRuntime(join(folder, "runtime"));
    const runtime = await toNodes(context);
    const source = join(folder, "peers");
    await cp(join(import.meta.dirname, "images", "peers"), source, { recursive: true });
    const staged = await stageAgent(source, join(folder, "staged"), context);
    return { peers: await toNodes(staged, { RUNTIME_IMAGE: runtime }), runtime };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
