import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { copyPackageWithModules, copyProductionModules } from "./production-modules.ts";

/** The agents of the stack `dev`, each a folder of `examples/agents`. */
const DEMO_AGENTS = ["data-analysis", "research", "code-review"] as const;

/** A folder that an image is built from, and the name that follows from what is in it. */
export interface ImageContext {
  /** Without registry and tag. */
  name: string;
  folder: string;
  /** The hash of all files: another content is another image. */
  tag: string;
}

/** Every image that a run needs; the runtime's first, since the others build on it. */
export interface ImageContexts {
  runtime: ImageContext;
  agents: ImageContext[];
}

async function hashFolder(folder: string, salt: string): Promise<string> {
  const hash = createHash("sha256").update(salt);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
    hash.update(path.slice(folder.length)).update("\0");
    hash.update(await readFile(path)).update("\0");
  }
  return hash.digest("hex").slice(0, 12);
}

/** Stages the image of the runtime: the package as it is published, with what it depends on. */
export async function stageRuntime(folder: string): Promise<ImageContext> {
  const source = join(ROOT_FOLDER, "agent-runtime");
  await mkdir(folder, { recursive: true });
  await cp(join(source, "Dockerfile"), join(folder, "Dockerfile"));
  await copyPackageWithModules(source, join(folder, "node_modules"));
  return { name: "agent-runtime", folder, tag: await hashFolder(folder, "") };
}

/** Stages the image of an agent: its folder, with what it depends on besides the runtime. */
export async function stageAgent(
  source: string,
  folder: string,
  runtime: ImageContext,
): Promise<ImageContext> {
  await cp(source, folder, {
    recursive: true,
    filter: (path) => basename(path) !== "node_modules",
  });
  await copyProductionModules(source, join(folder, "node_modules"));
  return { name: basename(source), folder, tag: await hashFolder(folder, runtime.tag) };
}

/** Stages every image of the demo below a folder, anew. */
export async function stageImages(folder: string): Promise<ImageContexts> {
  await rm(folder, { recursive: true, force: true });
  const runtime = await stageRuntime(join(folder, "agent-runtime"));
  const agents: ImageContext[] = [];
  for (const agent of DEMO_AGENTS) {
    const source = join(ROOT_FOLDER, "examples", "agents", agent);
    agents.push(await stageAgent(source, join(folder, agent), runtime));
  }
  return { runtime, agents };
}
