import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasImage } from "../../cluster/builder.ts";
import { runCommand } from "../../tools/command.ts";
import { toNodes } from "../agent/test-images.ts";

const IMAGES = join(import.meta.dirname, "images");

async function hashFolder(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of (await readdir(folder)).sort()) {
    hash.update(name).update("\0");
    hash.update(await readFile(join(folder, name))).update("\0");
  }
  return hash.digest("hex").slice(0, 12);
}

/** Puts what a build needs besides the folder into a copy of it. */
type Complete = (folder: string) => Promise<void>;

/** Puts the image of a folder on every node; builds it where nobody has. */
async function prepareImage(name: string, complete?: Complete): Promise<string> {
  const source = join(IMAGES, name);
  const tag = await hashFolder(source);
  const folder = await mkdtemp(join(tmpdir(), "berth-image-"));
  try {
    await cp(source, folder, { recursive: true });
    if (complete !== undefined && !(await hasImage(`berth.test/${name}:${tag}`))) {
      await complete(folder);
    }
    return await toNodes({ name, folder, tag });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An agent without a runtime that serves its card and takes next to nothing. */
export async function prepareCardServer(): Promise<string> {
  return await prepareImage("card-server");
}

/** The packages for the Python of the image, as the file with their hashes has them. */
async function downloadWheels(folder: string): Promise<void> {
  const pip = ["python3", "-m", "pip", "download", "--quiet"] as const;
  const only = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--python-version=3.11"];
  const requirements = `--requirement=${join(folder, "requirements.txt")}`;
  await runCommand([...pip, ...only, requirements, `--dest=${join(folder, "wheels")}`]);
}

/** The agent of the guide: Python, with the guide's own code. */
export async function prepareGuideAgent(): Promise<string> {
  return await prepareImage("guide", downloadWheels);
}
