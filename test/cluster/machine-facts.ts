import { readFile, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { runCommand } from "../tools/command.ts";
import { exists, isExecutable } from "../tools/exists.ts";
import { listForeignRoutes } from "./network.ts";

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

/** What the nodes need of the kernel, by the module that has it where it is not built in. */
export type KernelModule = "overlay" | "br_netfilter";

/** What decides whether a machine can run a test cluster. */
export interface MachineFacts {
  platform: string;
  isRoot: boolean;
  /** In Go's own words, such as `go1.26.1`; undefined without Go. */
  goVersion: string | undefined;
  cacheFolder: string;
  /** Free space for the first build; undefined when something is built already. */
  freeBytes: number | undefined;
  isDebian: boolean;
  /** The Debian packages of the programs that are not there. */
  missingPackages: string[];
  missingModules: KernelModule[];
  /** Those of the missing modules that the kernel can load. */
  loadableModules: KernelModule[];
  /** Routes into the range of the clusters that no cluster made; empty where nothing can tell them. */
  foreignRoutes: string[];
}

async function readGoVersion(): Promise<string | undefined> {
  return await runCommand(["go", "env", "GOVERSION"], {
    environment: { GOTOOLCHAIN: "local" },
  }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

async function existingParent(path: string): Promise<string> {
  return (await exists(path)) ? path : await existingParent(dirname(path));
}

async function readFreeBytes(cacheFolder: string): Promise<number | undefined> {
  // What is built already needs no room again.
  if (await exists(cacheDirectory("bin"))) {
    return undefined;
  }
  const { bavail, bsize } = await statfs(await existingParent(cacheFolder));
  return bavail * bsize;
}

async function isDebian(): Promise<boolean> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
}

async function findMissingPackages(): Promise<string[]> {
  const missing: string[] = [];
  for (const [file, name] of Object.entries(packages)) {
    if (!(await isExecutable(file))) {
      missing.push(name);
    }
  }
  return missing;
}

async function findMissingModules(): Promise<KernelModule[]> {
  const filesystems = await readFile("/proc/filesystems", "utf8").catch(() => "");
  const filtersBridges = await exists("/proc/sys/net/bridge/bridge-nf-call-iptables");
  return [
    ...(/\boverlay$/m.test(filesystems) ? [] : (["overlay"] as const)),
    ...(filtersBridges ? [] : (["br_netfilter"] as const)),
  ];
}

async function isLoadable(module: KernelModule): Promise<boolean> {
  return await runCommand(["modprobe", "--dry-run", "--quiet", module]).then(
    () => true,
    () => false,
  );
}

/** Looks at this machine, and changes nothing. */
export async function readMachineFacts(): Promise<MachineFacts> {
  const cacheFolder = cacheDirectory();
  const missingModules = await findMissingModules();
  const loadable = await Promise.all(missingModules.map(isLoadable));
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    goVersion: await readGoVersion(),
    cacheFolder,
    freeBytes: await readFreeBytes(cacheFolder),
    isDebian: await isDebian(),
    missingPackages: await findMissingPackages(),
    missingModules,
    loadableModules: missingModules.filter((_, index) => loadable[index]),
    // Without its program nothing can tell the routes: they are looked at once it is installed.
    foreignRoutes: await listForeignRoutes().catch(() => []),
  };
}
