import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { prepareTestImages, toNodes } from "../agent/test-images.ts";
import { FRAMEWORKS, type FrameworkName } from "./framework-agents.ts";

/** What the tests of frameworks run, on every node. */
export interface FrameworkImages {
  agents: Record<FrameworkName, string>;
  /** Programs that call agents. */
  driver: string;
  /** What a sidecar is. */
  runtime: string;
}

/** Members of a folder that are no part of an image: what npm and Python leave there. */
const LEFT = ["node_modules", "__pycache__"];

/** Builds the image of an agent from its folder as it is, and puts it on every node. */
async function prepareAgent(name: string, scratch: string): Promise<string> {
  const source = join(ROOT_FOLDER, "examples", "agents", name);
  const folder = join(scratch, name);
  const hash = createHash("sha256");
  for (const member of (await readdir(source)).filter((one) => !LEFT.includes(one)).sort()) {
    await cp(join(source, member), join(folder, member));
    hash.update(member).update("\0");
    hash.update(await readFile(join(source, member))).update("\0");
  }
  return await toNodes({ name, folder, tag: hash.digest("hex").slice(0, 12) });
}

/** Builds the images of some agents where they are not built yet, one at a time, and puts them on every node. */
export async function prepareFrameworkImages(
  names: readonly FrameworkName[] = FRAMEWORKS.map(({ name }) => name),
): Promise<FrameworkImages> {
  const { driver, runtime } = await prepareTestImages();
  const scratch = await mkdtemp(join(tmpdir(), "berth-frameworks-"));
  const agents: Partial<Record<FrameworkName, string>> = {};
  try {
    for (const name of names) {
      agents[name] = await prepareAgent(name, scratch);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return { agents: agents as Record<FrameworkName, string>, driver, runtime };
}
