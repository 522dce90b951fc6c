import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { runCommand } from "./command.ts";
import { isExecutable } from "./exists.ts";
import { withLock } from "./lock.ts";
import type { Progress } from "./progress.ts";

/**
 * The packages of checkov with a hash for each file of each: pip installs these or none.
 * `pip-compile --generate-hashes` of pip-tools writes them anew from `requirements.in`.
 */
const REQUIREMENTS = join(import.meta.dirname, "checkov", "requirements.txt");

/** Python cannot be run, or lacks what makes an environment of its own. */
class NoPythonError extends Error {
  constructor(cause: unknown) {
    super(
      "Python with its module 'venv' is missing: checkov is written in it. Install Python 3.11 or " +
        "newer and put python3 on PATH; on Debian: apt-get install python3-venv",
      { cause },
    );
    this.name = "NoPythonError";
  }
}

async function readPythonVersion(): Promise<string> {
  const program = "import ensurepip, platform, venv; print(platform.python_version())";
  try {
    return (await runCommand(["python3", "-c", program])).stdout.trim();
  } catch (error) {
    throw new NoPythonError(error);
  }
}

/** Where the Python that has checkov is, or will be: another Python has other packages. */
async function toCheckovPython(): Promise<string> {
  const hash = createHash("sha256")
    .update(await readPythonVersion())
    .update(await readFile(REQUIREMENTS))
    .digest("hex")
    .slice(0, 8);
  return cacheDirectory("python", `checkov-${hash}`, "bin", "python");
}

async function install(python: string): Promise<void> {
  const environment = dirname(dirname(python));
  // One name, under the lock: what a killed install left there goes before the next begins.
  const scratch = join(dirname(environment), ".installing-checkov");
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true });
  try {
    await runCommand(["python3", "-m", "venv", scratch]);
    await runCommand([
      ...[join(scratch, "bin", "python"), "-m", "pip", "install"],
      ...["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes"],
      ...["--requirement", REQUIREMENTS],
    ] as [string, ...string[]]);
    await rm(environment, { recursive: true, force: true });
    // What pip wrote as commands names the old folder; modules do not, and they alone are run.
    await rename(scratch, environment);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Returns the absolute path of a Python that has the module `checkov.main`; installs it with pip when
 * the cache has none.
 *
 * @throws NoPythonError, or CommandError when the installation fails.
 */
export async function ensureCheckov(progress: Progress): Promise<string> {
  const python = await toCheckovPython();
  if (await isExecutable(python)) {
    return python;
  }
  await withLock(
    "python-checkov",
    async () => {
      if (!(await isExecutable(python))) {
        await progress.step("install checkov", async () => {
          await install(python);
        });
      }
    },
    () => {
      progress.note("  checkov is being installed by another process: waiting for it");
    },
  );
  return python;
}
