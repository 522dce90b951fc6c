import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, release, totalmem, type, version } from "node:os";
import { ROOT_FOLDER } from "./layout.ts";

/** What a figure was measured on. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryBytes: number;
  os: string;
  kernel: string;
}

const DECIDING_PACKAGES = ["vitest", "typescript", "@pulumi/pulumi", "@pulumi/kubernetes"];

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: readOsName(),
    kernel: `${type()} ${release()}`,
  };
}

function readOsName(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
    return name ?? version();
  } catch {
    return version();
  }
}

/** The versions that decide a result, and the commit under test (`-dirty` with uncommitted work). */
export function describeVersions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const versions: Record<string, string> = { commit: readCommit(), node: process.version };
  for (const name of DECIDING_PACKAGES) {
    const { version: installed } = require(`${name}/package.json`) as { version: string };
    versions[name] = installed;
  }
  return versions;
}

function readCommit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], {
      cwd: ROOT_FOLDER,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    // A source archive has no history.
    return "unknown";
  }
}
