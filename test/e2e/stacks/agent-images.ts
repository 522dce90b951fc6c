import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameByDigest } from "../../cluster/node-images.ts";
import { stageAgent, stageImages } from "../../demo/images.ts";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { toNodes } from "../agent/test-images.ts";
import { findLayout } from "../find-layout.ts";

/** The images of the repository's agents on every node, each by its digest. */
export interface AgentImages {
  /** The image of the runtime, by its tag. */
  runtime: string;
  /** By the name of the agent. */
  agents: Record<string, string>;
  /** A later one of `research`. */
  nextResearch: string;
}

/** Builds the agents of the repository's program where they are not built yet, and puts them on every node. */
export async function prepareAgentImages(): Promise<AgentImages> {
  const layout = await findLayout();
  const toDigest = async (image: string): Promise<string> => await nameByDigest(layout, image);
  const folder = await mkdtemp(join(tmpdir(), "berth-images-"));
  try {
    const { runtime, agents } = await stageImages(join(folder, "staged"));
    const runtimeImage = await toNodes(runtime);
    const built: Record<string, string> = {};
    for (const agent of agents) {
      built[agent.name] = await toDigest(await toNodes(agent, { RUNTIME_IMAGE: runtimeImage }));
    }
    const source = join(ROOT_FOLDER, "examples", "agents", "research");
    const next = join(folder, "next");
    await stageAgent(source, next, runtime);
    // Another content that the image has: else it would have the same digest.
    await appendFile(join(next, "executor.ts"), "// A later release.\n");
    const later = await stageAgent(next, join(folder, "research"), runtime);
    const nextImage = await toNodes(
      { ...later, name: "research" },
      { RUNTIME_IMAGE: runtimeImage },
    );
    return { runtime: runtimeImage, agents: built, nextResearch: await toDigest(nextImage) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
