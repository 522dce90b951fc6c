import { mkdir, readFile, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { CommandError, runCommand } from "../tools/command.ts";
import { exists, isExecutable } from "../tools/exists.ts";
import { minimumGoVersion } from "../tools/go-tools.ts";
import type { Progress } from "../tools/progress.ts";
import { addressRange } from "./layout.ts";
import { foreignRoutes } from "./network.ts";

/** What the Go build cache, the module cache, the binaries and the images take, with room to work. */
const DISK_BYTES = 16 * 1024 ** 3;

/** The programs of the nodes and of the image builds, by the Debian package that has them. */
const packages: Record<string, string> = {
  "/usr/bin/containerd": "containerd",
  "/usr/sbin/runc": "runc",
  "/usr/lib/cni/bridge": "containernetworking-plugins",
  "/usr/bin/buildah": "buildah",
  "/usr/sbin/iptables": "iptables",
  "/usr/sbin/conntrack": "conntrack",
  "/usr/bin/socat": "socat",
  "/usr/sbin/debootstrap": "debootstrap",
  "/usr/sbin/ip": "iproute2",
  "/usr/bin/openssl": "openssl",
  "/usr/bin/tcpdump": "tcpdump",
};

/** Folders that a node covers with its own: what the nodes need cannot be in there. */
const COVERED = ["/run", "/var/lib", "/var/log"];

/** Something that a person must see to before a cluster can run: one line says what and how. */
class MissingPrerequisiteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MissingPrerequisiteError";
  }
}

async function missingPackages(): Promise<string[]> {
  const missing: string[] = [];
  for (const [file, name] of Object.entries(packages)) {
    if (!(await isExecutable(file))) {
      missing.push(name);
    }
  }
  return missing;
}

async function isDebian(): Promise<boolean> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
}

async function checkGo(): Promise<void> {
  const remedy = `Install Go ${minimumGoVersion} or newer and put it on PATH: https://go.dev/doc/install`;
  const version = await runCommand(["go", "env", "GOVERSION"], {
    environment: { GOTOOLCHAIN: "local" },
  }).catch((error: unknown) => {
    if (error instanceof CommandError) {
      throw new MissingPrerequisiteError(
        `Go is missing: it builds the cluster's binaries. ${remedy}`,
      );
    }
    throw error;
  });
  const [major = 0, minor = 0] = version.stdout.trim().replace("go", "").split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = minimumGoVersion.split(".").map(Number);
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new MissingPrerequisiteError(`Go is too old (${version.stdout.trim()}). ${remedy}`);
  }
}

async function existingParent(path: string): Promise<string> {
  return (await exists(path)) ? path : await existingParent(dirname(path));
}

async function checkCache(): Promise<void> {
  const cache = cacheDirectory();
  const covered = COVERED.find((folder) => cache === folder || cache.startsWith(`${folder}/`));
  if (covered !== undefined) {
    throw new MissingPrerequisiteError(
      `The cache folder (${cache}) is below ${covered}, which the nodes replace by their own. Set BERTH_CACHE to a folder elsewhere.`,
    );
  }
  // What is built already needs no room again.
  if (await exists(cacheDirectory("bin"))) {
    return;
  }
  const { bavail, bsize } = await statfs(await existingParent(cache));
  if (bavail * bsize < DISK_BYTES) {
    const gib = (bytes: number): string => (bytes / 1024 ** 3).toFixed(0);
    throw new MissingPrerequisiteError(
      `The disk of ${cache} has ${gib(bavail * bsize)} GiB free, and the first build needs ${gib(DISK_BYTES)} GiB. Free some, or set BERTH_CACHE to a folder on another disk.`,
    );
  }
}

async function checkKernel(): Promise<void> {
  await runCommand(["modprobe", "--all", "overlay", "br_netfilter", "xt_NFQUEUE"]).catch(
    () => undefined,
  );
  const filesystems = await readFile("/proc/filesystems", "utf8");
  if (!/\boverlay$/m.test(filesystems)) {
    throw new MissingPrerequisiteError(
      "The kernel has no overlay file system: load it with 'modprobe overlay'.",
    );
  }
  if (!(await exists("/proc/sys/net/bridge/bridge-nf-call-iptables"))) {
    throw new MissingPrerequisiteError(
      "The kernel does not filter bridged packets: load that with 'modprobe br_netfilter'.",
    );
  }
}

async function checkAddresses(): Promise<void> {
  const taken = await foreignRoutes();
  if (taken.length > 0) {
    throw new MissingPrerequisiteError(
      `This machine routes a part of ${addressRange} elsewhere (${taken.join(", ")}), and the test clusters live there. Remove that route while they run.`,
    );
  }
}

/**
 * Makes sure that this machine can run a test cluster, before anything is built.
 *
 * Installs missing Debian packages when it is allowed to.
 *
 * @param install false only looks: packages that can be installed are told, and nothing is changed.
 * @throws MissingPrerequisiteError with one line that says what is missing and how to get it.
 */
export async function ensurePrerequisites(progress: Progress, install = true): Promise<void> {
  if (process.platform !== "linux") {
    throw new MissingPrerequisiteError(
      `The test cluster needs Linux, and this is ${process.platform}.`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new MissingPrerequisiteError(
      "The test cluster needs root: it makes network namespaces, mounts and cgroups. Run the command with sudo.",
    );
  }
  await checkGo();
  await checkCache();
  const missing = await missingPackages();
  if (missing.length > 0) {
    if (!(await isDebian())) {
      throw new MissingPrerequisiteError(
        `Programs are missing, known to Debian as ${missing.join(", ")}. Install them, then try again.`,
      );
    }
    if (!install) {
      progress.note(`  up will install ${missing.join(", ")}`);
      return;
    }
    await progress.step(`install ${missing.join(" ")}`, async () => {
      const environment = { DEBIAN_FRONTEND: "noninteractive" };
      await runCommand(["apt-get", "update"], { environment });
      await runCommand(["apt-get", "install", "--yes", "--no-install-recommends", ...missing], {
        environment,
      });
    });
  }
  await mkdir(cacheDirectory(), { recursive: true });
  await checkKernel();
  await checkAddresses();
}
