import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "../cluster/wait-for.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { runCommand } from "../tools/command.ts";

/** The longest command is the demo, which may have to make base images. */
const COMMAND_TIMEOUT_SECONDS = 900;

/** What the last commit has, in a folder of its own, and nothing else. */
export interface BareClone {
  folder: string;
  /** Runs a line of a shell to its end, and returns all that it printed. */
  run: (line: string) => Promise<string>;
  /** Starts a line of a shell that does not end by itself, and waits until a URL answers. */
  start: (line: string, url: string) => Promise<void>;
  /** Ends what was started. */
  stop: () => Promise<void>;
  remove: () => Promise<void>;
}

/** Clones this repository at a commit, which is the last one unless told otherwise. */
export async function createBareClone(commit = "HEAD"): Promise<BareClone> {
  const parent = await mkdtemp(join(tmpdir(), "berth-clone-"));
  const folder = join(parent, "berth");
  await runCommand(["git", "clone", "--quiet", "--no-hardlinks", ROOT_FOLDER, folder]);
  await runCommand(["git", "checkout", "--quiet", "--detach", commit], { cwd: folder });
  // The modules of this repository's own tree must not help, and packages come from npm's cache where it has them.
  const environment = {
    PATH: (process.env["PATH"] ?? "")
      .split(":")
      .filter((part) => !part.includes("node_modules"))
      .join(":"),
    npm_config_prefer_offline: "true",
  };
  const started: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const { pid, exitCode, signalCode } of started) {
      if (pid !== undefined && exitCode === null && signalCode === null) {
        // The shell and what it runs are a group of their own.
        process.kill(-pid, "SIGTERM");
      }
    }
    await Promise.all(
      started.splice(0).map(async (child) => {
        if (child.exitCode === null && child.signalCode === null) {
          await once(child, "exit");
        }
      }),
    );
  };
  return {
    folder,
    async run(line) {
      const { stdout, stderr } = await runCommand(["bash", "-c", line], {
        cwd: folder,
        environment,
        timeoutSeconds: COMMAND_TIMEOUT_SECONDS,
      });
      return stdout + stderr;
    },
    async start(line, url) {
      const child = spawn("bash", ["-c", line], {
        cwd: folder,
        env: { ...process.env, ...environment },
        detached: true,
        stdio: "ignore",
      });
      started.push(child);
      await waitFor(`an answer of ${url}`, 60, async () =>
        fetch(url).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
    },
    stop,
    async remove() {
      await stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}
