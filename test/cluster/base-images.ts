import { copyFile, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runCommand } from "../tools/command.ts";
import { ensureGoTool, goToolKey } from "../tools/go-tools.ts";
import type { Progress } from "../tools/progress.ts";
import { runConfined } from "./builder.ts";
import { busyboxImage, coreDnsImage, pauseImage } from "./image-names.ts";

/** An image that is made on this machine under the name by which manifests and Dockerfiles know it. */
export interface BaseImage {
  tag: string;
  /** Part of the archive's name: raise it when the recipe changes. */
  recipe: number;
  /** What is inside and has a pin: the other part, so that a changed pin makes this image anew and no other. */
  contents: () => Promise<string[]>;
  /** Fills a folder with the root file system and returns the other lines of the Dockerfile. */
  fill: (rootfs: string, progress: Progress) => Promise<string[]>;
  /** What installs packages in a Dockerfile that builds on it. */
  installer?: "npm" | "pip";
}

const SUITE = "bookworm";
const NPM_VERSION = "11.19.1";
const NODE_IMAGE_PACKAGES = ["ca-certificates", "libstdc++6"];
const PYTHON_IMAGE_PACKAGES = ["ca-certificates", "python3", "python3-venv", "python3-pip"];

const require = createRequire(import.meta.url);

async function copyExecutable(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/** The Debian that the upstream images stand on, without what only a person at a terminal reads. */
async function bootstrapDebian(rootfs: string, packages: string[]): Promise<void> {
  await runConfined([
    "debootstrap",
    "--variant=minbase",
    `--include=${packages.join(",")}`,
    SUITE,
    rootfs,
  ]);
  for (const folder of [
    "var/cache/apt/archives",
    "var/lib/apt/lists",
    "usr/share/doc",
    "usr/share/man",
    "usr/share/locale",
  ]) {
    await rm(join(rootfs, folder), { recursive: true, force: true });
    await mkdir(join(rootfs, folder), { recursive: true });
  }
}

const pause: BaseImage = {
  tag: pauseImage,
  recipe: 1,
  contents: async () => [await goToolKey("pause")],
  async fill(rootfs, progress) {
    await copyExecutable(await ensureGoTool("pause", progress), join(rootfs, "pause"));
    return ['ENTRYPOINT ["/pause"]'];
  },
};

const coreDns: BaseImage = {
  tag: coreDnsImage,
  recipe: 1,
  contents: async () => [await goToolKey("coredns")],
  async fill(rootfs, progress) {
    await copyExecutable(await ensureGoTool("coredns", progress), join(rootfs, "coredns"));
    return ['ENTRYPOINT ["/coredns"]'];
  },
};

const busybox: BaseImage = {
  tag: busyboxImage,
  recipe: 3,
  // Debian's own at the time: no pin.
  contents: () => Promise.resolve([]),
  async fill(rootfs) {
    // Unpacked, not installed: a machine has one busybox at a time, and may need its own.
    const unpacked = join(rootfs, "unpacked");
    await mkdir(unpacked);
    await runCommand(["apt-get", "download", "busybox"], { cwd: unpacked });
    const [archive = ""] = await readdir(unpacked);
    await runCommand(["dpkg-deb", "--extract", join(unpacked, archive), unpacked]);
    const program = join(unpacked, "bin", "busybox");
    const linked = (await runCommand(["ldd", program])).stdout.match(/\/lib\S+/g) ?? [];
    for (const library of linked) {
      await copyExecutable(library, join(rootfs, library));
    }
    const bin = join(rootfs, "bin");
    await copyExecutable(program, join(bin, "busybox"));
    const applets = (await runCommand([program, "--list"])).stdout.split("\n").filter(Boolean);
    for (const applet of applets.filter((name) => name !== "busybox")) {
      await symlink("busybox", join(bin, applet));
    }
    await rm(unpacked, { recursive: true });
    await mkdir(join(rootfs, "etc"));
    await mkdir(join(rootfs, "tmp"), { mode: 0o1777 });
    await writeFile(join(rootfs, "etc", "passwd"), "root:x:0:0:root:/:/bin/sh\n");
    return ['CMD ["sh"]'];
  },
};

const node: BaseImage = {
  tag: "docker.io/library/node:24-slim",
  recipe: 1,
  installer: "npm",
  contents() {
    const { version } = require("node/package.json") as { version: string };
    return Promise.resolve([
      `node-${version}`,
      `npm-${NPM_VERSION}`,
      SUITE,
      ...NODE_IMAGE_PACKAGES,
    ]);
  },
  async fill(rootfs) {
    await bootstrapDebian(rootfs, NODE_IMAGE_PACKAGES);
    // The pinned Node of this repository: the package `node` carries the plain upstream binary.
    const binary = join(dirname(require.resolve("node/package.json")), "bin", "node");
    const prefix = join(rootfs, "usr", "local");
    await copyExecutable(binary, join(prefix, "bin", "node"));
    await runCommand(["npm", "install", "--global", "--prefix", prefix, `npm@${NPM_VERSION}`], {
      cwd: "/",
      environment: { npm_config_prefix: prefix },
    });
    await runConfined(["chroot", rootfs, "groupadd", "--gid", "1000", "node"]);
    await runConfined([
      "chroot",
      rootfs,
      "useradd",
      "--uid",
      "1000",
      "--gid",
      "node",
      "--shell",
      "/bin/bash",
      "--create-home",
      "node",
    ]);
    return ['CMD ["node"]'];
  },
};

const python: BaseImage = {
  tag: "docker.io/library/python:3.11-slim",
  recipe: 1,
  installer: "pip",
  contents: () => Promise.resolve([SUITE, ...PYTHON_IMAGE_PACKAGES]),
  async fill(rootfs) {
    await bootstrapDebian(rootfs, PYTHON_IMAGE_PACKAGES);
    for (const [name, target] of [
      ["python", "python3"],
      ["python3", "python3"],
      ["pip", "pip3"],
    ] as const) {
      await symlink(`/usr/bin/${target}`, join(rootfs, "usr", "local", "bin", name));
    }
    // Upstream's Python is its own; Debian's refuses `pip install` outside a virtual environment.
    await rm(join(rootfs, "usr", "lib", "python3.11", "EXTERNALLY-MANAGED"), { force: true });
    return ['CMD ["python3"]'];
  },
};

/** What every node has from its start. */
export const nodeImages: readonly BaseImage[] = [pause, coreDns, busybox];

/** What Dockerfiles build on; made when the first Dockerfile names one. */
export const dockerfileBases: readonly BaseImage[] = [node, python, busybox];
