// `npm run lint:packages`: what publint and Are The Types Wrong say of the files that would be published.
import { rm } from "node:fs/promises";
import { runCommand } from "../tools/command.ts";
import { createFreshFolder, packPublished } from "./packed-packages.ts";

const LINTERS = [
  ["publint", "--strict"],
  // The packages are ESM only: what they are to others is no question.
  ["attw", "--profile", "esm-only", "--no-definitely-typed", "--format", "ascii", "--no-color"],
] as const;

const folder = await createFreshFolder();
try {
  for (const [name, tarball] of Object.entries(await packPublished(folder))) {
    for (const linter of LINTERS) {
      await runCommand([...linter, tarball]);
      process.stdout.write(`${linter[0]} finds nothing in ${name}.\n`);
    }
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
