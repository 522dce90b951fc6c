import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * The texts of which one appears wherever a secret is part of base64-encoded data.
 *
 * Three bytes become four characters, so there is one text per place of the secret within its three
 * bytes. Characters that also depend on the neighbours of the secret are left out.
 */
export function toBase64Fragments(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const from = Math.ceil((offset * 8) / 6);
    const until = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(from, until);
  });
}

/**
 * Lists the files below a folder that hold one of the secrets, plain or in base64. Symbolic links are not followed.
 *
 * @returns paths relative to the folder, sorted.
 */
export async function findSecrets(folder: string, secrets: readonly string[]): Promise<string[]> {
  const texts = secrets.flatMap((secret) => [secret, ...toBase64Fragments(secret)]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const content = await readFile(file, "latin1");
    if (texts.some((text) => content.includes(text))) {
      found.push(relative(folder, file));
    }
  }
  return found.sort();
}
