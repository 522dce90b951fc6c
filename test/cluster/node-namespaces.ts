import { spawn } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand, type CommandOptions, type CommandResult } from "../tools/command.ts";
import type { NodeLayout } from "./layout.ts";
import { listNamespaceProcesses } from "./network.ts";
import { inOwnNamespaces } from "./own-namespaces.ts";
import { waitFor } from "./wait-for.ts";

const START_TIMEOUT_SECONDS = 20;

/**
 * What the first process of a node does before it only holds the namespaces open.
 *
 * The node sees this machine's programs, but has its own /run, /var/lib and /var/log, so nothing of a
 * container runtime or a kubelet is left on the machine. The kernel settings that a kubelet writes are
 * shielded by plain files: they are the machine's, not the node's.
 */
const SETUP = `set -eu
directory=$1
mount --make-rshared /
mkdir -p "$directory/kernel"
for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
  shield="$directory/kernel/$(basename "$setting")"
  cat "/proc/sys/$setting" > "$shield"
  mount --bind "$shield" "/proc/sys/$setting"
done
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /var/lib
mount -t tmpfs -o mode=755 tmpfs /var/log
for folder in kubelet containerd; do
  mkdir -p "$directory/$folder" "/var/lib/$folder"
  mount --bind "$directory/$folder" "/var/lib/$folder"
done
mkdir -p "$directory/pods" /var/log/pods
mount --bind "$directory/pods" /var/log/pods
resolver=$(readlink -m /etc/resolv.conf)
mkdir -p "$(dirname "$resolver")"
touch "$resolver"
mount --bind "$directory/resolv.conf" "$resolver"
exec "$2"
`;

/** No name server: a name that is not the cluster's is an error at once, and nothing is asked outside. */
const RESOLVER =
  "# Names outside the cluster are not resolved.\nnameserver 127.0.0.1\noptions timeout:1 attempts:1\n";

function pidFile(node: NodeLayout): string {
  return join(node.directory, "init.pid");
}

/** The first process of a node, as this machine numbers it. */
async function readInitPid(node: NodeLayout): Promise<number> {
  return Number(await readFile(pidFile(node), "utf8"));
}

/** Whether the first process of a node runs in the node's network namespace. */
export async function nodeIsAlive(node: NodeLayout): Promise<boolean> {
  try {
    return (await listNamespaceProcesses(node.networkNamespace)).includes(await readInitPid(node));
  } catch {
    return false;
  }
}

/**
 * Starts the first process of a node in process and mount namespaces of its own.
 *
 * When it ends, the kernel ends every process of the node and drops every mount, so a node can be
 * taken down whole by one signal.
 *
 * @param pause the program that holds the namespaces open and reaps.
 */
export async function startNodeNamespaces(node: NodeLayout, pause: string): Promise<void> {
  await mkdir(node.directory, { recursive: true });
  await writeFile(join(node.directory, "resolv.conf"), RESOLVER);
  const log = await open(join(node.directory, "init.log"), "a");
  const child = spawn(
    "nsenter",
    [
      `--net=/run/netns/${node.networkNamespace}`,
      ...inOwnNamespaces,
      "bash",
      "-c",
      SETUP,
      "node-setup",
      node.directory,
      pause,
    ],
    { cwd: "/", detached: true, stdio: ["ignore", log.fd, log.fd] },
  );
  child.unref();
  await log.close();
  const isSetUp = async (pid: number): Promise<boolean> =>
    (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).trim() === "pause";
  const initPid = await waitFor(
    `the namespaces of ${node.name}`,
    START_TIMEOUT_SECONDS,
    async () => {
      for (const pid of await listNamespaceProcesses(node.networkNamespace)) {
        if (await isSetUp(pid)) {
          return pid;
        }
      }
      if (child.exitCode !== null) {
        throw new Error(
          `The namespaces of ${node.name} could not be made: see ${node.directory}/init.log.`,
        );
      }
      return undefined;
    },
  );
  await writeFile(pidFile(node), String(initPid));
}

/** The words before a command that make it run inside a node. */
async function enterNode(node: NodeLayout): Promise<[string, ...string[]]> {
  const pid = await readInitPid(node);
  return ["nsenter", `--target=${pid}`, "--mount", "--net", "--pid", "--"];
}

/** Runs a command inside a node to its end. */
export async function runInNode(
  node: NodeLayout,
  command: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return await runCommand([...(await enterNode(node)), ...command], options);
}

export interface Daemon {
  /** Names its log, and is the name it is called by. */
  name: string;
  executable: string;
  args: string[];
}

/** The file that takes all that a daemon of a node prints. */
export function logFile(node: NodeLayout, daemonName: string): string {
  return join(node.directory, `${daemonName}.log`);
}

/** Starts a daemon inside a node; it goes on when this tool ends and ends with the node. */
export async function startDaemon(node: NodeLayout, daemon: Daemon): Promise<void> {
  const [enter, ...args] = await enterNode(node);
  const log = await open(logFile(node, daemon.name), "a");
  const child = spawn(
    enter,
    // Its own name as argument zero tells a multi-call binary which component it is.
    [...args, "bash", "-c", 'exec -a "$0" "$@"', daemon.name, daemon.executable, ...daemon.args],
    { cwd: "/", detached: true, stdio: ["ignore", log.fd, log.fd] },
  );
  child.unref();
  await log.close();
}
