import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { MachineFacts } from "./machine-facts.ts";
import { describePreparations, findPrerequisites, judgeMachine } from "./prerequisites.ts";

const GIB = 1024 ** 3;

const readyMachine: MachineFacts = {
  platform: "linux",
  isRoot: true,
  goVersion: "go1.26.3",
  cacheFolder: "/root/.cache/berth",
  freeBytes: 16 * GIB,
  isDebian: true,
  missingPackages: [],
  missingModules: [],
  loadableModules: [],
  foreignRoutes: [],
};

function obstaclesOf(facts: Partial<MachineFacts>): string[] {
  return judgeMachine({ ...readyMachine, ...facts }).obstacles;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a look at the machine", () => {
  it("finds nothing missing on a machine that has everything", () => {
    expect(judgeMachine(readyMachine)).toEqual({
      obstacles: [],
      packagesToInstall: [],
      modulesToLoad: [],
    });
  });

  it("tells every missing thing at once, each with its remedy", () => {
    expect(
      obstaclesOf({
        isRoot: false,
        goVersion: undefined,
        cacheFolder: "/var/lib/berth",
        freeBytes: 3 * GIB,
        isDebian: false,
        missingPackages: ["containerd", "buildah"],
        missingModules: ["overlay", "br_netfilter"],
        foreignRoutes: ["198.18.4.0/24 dev tun0"],
      }),
    ).toEqual([
      "The test cluster needs root: it makes network namespaces, mounts and cgroups. Run the command with sudo.",
      "Go is missing: it builds the cluster's binaries. Install Go 1.26 or newer and put it on PATH: https://go.dev/doc/install",
      "The cache folder (/var/lib/berth) is below /var/lib, which the nodes replace by their own. Set BERTH_CACHE to a folder elsewhere.",
      "The disk of /var/lib/berth has 3 GiB free, and the first build needs 16 GiB. Free some, or set BERTH_CACHE to a folder on another disk.",
      "Programs are missing, known to Debian as containerd, buildah. Install them, then try again.",
      "The kernel has no overlay file system: load that with 'modprobe overlay'.",
      "The kernel does not filter bridged packets: load that with 'modprobe br_netfilter'.",
      "This machine routes a part of 198.18.0.0/15 elsewhere (198.18.4.0/24 dev tun0), and the test clusters live there. Remove that route while they run.",
    ]);
  });

  it("leaves packages of Debian and modules of the kernel to up, and still tells the rest", () => {
    const facts: MachineFacts = {
      ...readyMachine,
      missingPackages: ["runc", "iproute2"],
      missingModules: ["overlay", "br_netfilter"],
      loadableModules: ["br_netfilter"],
    };
    const prerequisites = judgeMachine(facts);
    expect(prerequisites).toEqual({
      obstacles: ["The kernel has no overlay file system: load that with 'modprobe overlay'."],
      packagesToInstall: ["runc", "iproute2"],
      modulesToLoad: ["br_netfilter"],
    });
    expect(describePreparations(prerequisites)).toEqual([
      "up will install runc, iproute2",
      "up will then look whether the addresses 198.18.0.0/15 are free",
      "up will load br_netfilter",
    ]);
  });

  it("asks for no room where something is built already", () => {
    expect(obstaclesOf({ freeBytes: undefined })).toEqual([]);
    expect(obstaclesOf({ freeBytes: 16 * GIB - 1 })).toHaveLength(1);
  });

  it("takes a cache folder beside a folder that the nodes replace", () => {
    expect(obstaclesOf({ cacheFolder: "/var/library/berth" })).toEqual([]);
    expect(obstaclesOf({ cacheFolder: "/run" })).toHaveLength(1);
  });

  it("names the system where it is not Linux, and nothing that could not be had there", () => {
    expect(obstaclesOf({ platform: "darwin", isRoot: false, goVersion: undefined })).toEqual([
      "The test cluster needs Linux, and this is darwin.",
    ]);
  });

  it("takes Go 1.26 and every later one", () => {
    const part = fc.nat({ max: 60 });
    fc.assert(
      fc.property(part, part, part, (major, minor, patch) => {
        const isOld = major * 1000 + minor < 1026;
        expect(obstaclesOf({ goVersion: `go${major}.${minor}.${patch}` })).toHaveLength(
          isOld ? 1 : 0,
        );
      }),
    );
  });

  it("makes nothing, not even the cache folder", async () => {
    const cache = join(tmpdir(), `berth-never-made-${process.pid}`);
    vi.stubEnv("BERTH_CACHE", cache);
    await findPrerequisites();
    expect(existsSync(cache)).toBe(false);
  });
});
