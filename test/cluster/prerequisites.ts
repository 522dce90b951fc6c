import { mkdir } from "node:fs/promises";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { runCommand } from "../tools/command.ts";
import { minimumGoVersion } from "../tools/go-tools.ts";
import type { Progress } from "../tools/progress.ts";
import { addressRange } from "./layout.ts";
import { readMachineFacts, type KernelModule, type MachineFacts } from "./machine-facts.ts";

/** What the Go build cache, the module cache, the binaries and the images take, with room to work. */
const DISK_BYTES = 16 * 1024 ** 3;

/** Folders that a node covers with its own: what the nodes need cannot be in there. */
const COVERED = ["/run", "/var/lib", "/var/log"];

/** What stands between a machine and a test cluster. */
export interface Prerequisites {
  /** What a person must see to, each in one line that says what and how. */
  obstacles: string[];
  /** Debian packages that `up` installs. */
  packagesToInstall: string[];
  /** Kernel modules that `up` loads. */
  modulesToLoad: KernelModule[];
}

/** Says all that a person must see to before a cluster can run, a line each. */
class MissingPrerequisiteError extends Error {
  constructor(obstacles: readonly string[]) {
    super(obstacles.join("\n"));
    this.name = "MissingPrerequisiteError";
  }
}

function judgeGo(version: string | undefined): string[] {
  const remedy = `Install Go ${minimumGoVersion} or newer and put it on PATH: https://go.dev/doc/install`;
  if (version === undefined) {
    return [`Go is missing: it builds the cluster's binaries. ${remedy}`];
  }
  const [major = 0, minor = 0] = version.replace("go", "").split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = minimumGoVersion.split(".").map(Number);
  const isOld = major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
  return isOld ? [`Go is too old (${version}). ${remedy}`] : [];
}

function judgeCache(folder: string, freeBytes: number | undefined): string[] {
  const obstacles: string[] = [];
  const covered = COVERED.find((each) => folder === each || folder.startsWith(`${each}/`));
  if (covered !== undefined) {
    obstacles.push(
      `The cache folder (${folder}) is below ${covered}, which the nodes replace by their own. Set BERTH_CACHE to a folder elsewhere.`,
    );
  }
  if (freeBytes !== undefined && freeBytes < DISK_BYTES) {
    const gib = (bytes: number): string => (bytes / 1024 ** 3).toFixed(0);
    obstacles.push(
      `The disk of ${folder} has ${gib(freeBytes)} GiB free, and the first build needs ${gib(DISK_BYTES)} GiB. Free some, or set BERTH_CACHE to a folder on another disk.`,
    );
  }
  return obstacles;
}

const kernelLacks: Record<KernelModule, string> = {
  overlay: "has no overlay file system",
  br_netfilter: "does not filter bridged packets",
};

/** Says all that is missing on a machine, and what of it `up` sees to. */
export function judgeMachine(facts: MachineFacts): Prerequisites {
  if (facts.platform !== "linux") {
    // Nothing else that is missing there could be had.
    return {
      obstacles: [`The test cluster needs Linux, and this is ${facts.platform}.`],
      packagesToInstall: [],
      modulesToLoad: [],
    };
  }
  const obstacles: string[] = [];
  if (!facts.isRoot) {
    obstacles.push(
      "The test cluster needs root: it makes network namespaces, mounts and cgroups. Run the command with sudo.",
    );
  }
  obstacles.push(...judgeGo(facts.goVersion), ...judgeCache(facts.cacheFolder, facts.freeBytes));
  if (facts.missingPackages.length > 0 && !facts.isDebian) {
    obstacles.push(
      `Programs are missing, known to Debian as ${facts.missingPackages.join(", ")}. Install them, then try again.`,
    );
  }
  for (const module of facts.missingModules) {
    if (!facts.loadableModules.includes(module)) {
      obstacles.push(`The kernel ${kernelLacks[module]}: load that with 'modprobe ${module}'.`);
    }
  }
  if (facts.foreignRoutes.length > 0) {
    obstacles.push(
      `This machine routes a part of ${addressRange} elsewhere (${facts.foreignRoutes.join(", ")}), and the test clusters live there. Remove that route while they run.`,
    );
  }
  return {
    obstacles,
    packagesToInstall: facts.isDebian ? facts.missingPackages : [],
    modulesToLoad: facts.loadableModules,
  };
}

/** What `up` sees to before it builds anything, in lines for a person. */
export function describePreparations({
  packagesToInstall,
  modulesToLoad,
}: Prerequisites): string[] {
  return [
    ...(packagesToInstall.length > 0 ? [`up will install ${packagesToInstall.join(", ")}`] : []),
    ...(packagesToInstall.includes("iproute2")
      ? [`up will then look whether the addresses ${addressRange} are free`]
      : []),
    ...(modulesToLoad.length > 0 ? [`up will load ${modulesToLoad.join(", ")}`] : []),
  ];
}

/** Looks at this machine, says what is missing, and changes nothing. */
export async function findPrerequisites(): Promise<Prerequisites> {
  return judgeMachine(await readMachineFacts());
}

/** @throws MissingPrerequisiteError with a line for each, if there are any. */
export function refuseObstacles(obstacles: readonly string[]): void {
  if (obstacles.length > 0) {
    throw new MissingPrerequisiteError(obstacles);
  }
}

/**
 * Makes sure that this machine has what an `up` has made ready. Changes nothing.
 *
 * @throws MissingPrerequisiteError with a line for each thing that is missing.
 */
export async function requirePrerequisites(): Promise<void> {
  const prerequisites = await findPrerequisites();
  const preparations = describePreparations(prerequisites);
  refuseObstacles([
    ...prerequisites.obstacles,
    ...(preparations.length > 0
      ? [
          `This machine is not ready: ${preparations.join("; ")}. Do that first: npm run cluster -- up`,
        ]
      : []),
  ]);
}

/**
 * Makes this machine ready for a test cluster, before anything is built: installs the Debian packages
 * and loads the kernel modules that are missing.
 *
 * @throws MissingPrerequisiteError with a line for each thing that a person must see to; CommandError
 *   when the packages cannot be installed.
 */
export async function ensurePrerequisites(progress: Progress): Promise<void> {
  const { obstacles, packagesToInstall, modulesToLoad } = await findPrerequisites();
  refuseObstacles(obstacles);
  if (packagesToInstall.length > 0) {
    await progress.step(`install ${packagesToInstall.join(" ")}`, async () => {
      const environment = { DEBIAN_FRONTEND: "noninteractive" };
      await runCommand(["apt-get", "update"], { environment });
      await runCommand(
        ["apt-get", "install", "--yes", "--no-install-recommends", ...packagesToInstall],
        { environment },
      );
    });
  }
  // Most kernels load the last one by themselves when it is first used: its absence shows then.
  await runCommand(["modprobe", "--all", ...modulesToLoad, "xt_NFQUEUE"]).catch(() => undefined);
  if (packagesToInstall.length + modulesToLoad.length > 0) {
    // What was to be made ready and is still missing is a person's to see to.
    const facts = await readMachineFacts();
    refuseObstacles(judgeMachine({ ...facts, isDebian: false, loadableModules: [] }).obstacles);
  }
  await mkdir(cacheDirectory(), { recursive: true });
}
