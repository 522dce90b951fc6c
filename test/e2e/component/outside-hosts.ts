import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { findCluster } from "../../cluster/cluster-state.ts";
import { type ClusterLayout, controlPlaneNode, defaultClusterName } from "../../cluster/layout.ts";
import { runCommand } from "../../tools/command.ts";

/** Where clouds tell a machine its credentials. */
export const METADATA_ADDRESS = "169.254.169.254";

/** A public address, of those that are nobody's (RFC 5737). */
export const PUBLIC_ADDRESS = "203.0.113.10";

/** The ports that both answer on. */
const PORTS = [80, 443];

/** The network namespace of the two hosts, and the end of its cable in a node. */
const NAMESPACE = "berth-outside";
const NODE_LINK = "outside";
const NODE_ADDRESS = "169.254.169.1";

const SERVER = `
const { createServer } = require("node:net");
let waiting = ${PORTS.length};
for (const port of ${JSON.stringify(PORTS)}) {
  createServer((socket) => socket.end()).listen(port, "0.0.0.0", () => --waiting || console.log("ready"));
}
`;

async function ip(...args: string[]): Promise<void> {
  await runCommand(["ip", ...args]);
}

/** Removes what an earlier run left, or none of it where there is nothing. */
async function removeNetwork(layout: ClusterLayout): Promise<void> {
  const { networkNamespace: first } = controlPlaneNode(layout);
  const commands = [
    ...layout.nodes.map(({ networkNamespace }) => ["-netns", networkNamespace, "route", "delete"]),
  ].flatMap((command) =>
    [METADATA_ADDRESS, PUBLIC_ADDRESS].map((address) => [...command, address]),
  );
  for (const command of commands) {
    await ip(...command).catch(() => undefined);
  }
  await ip("-netns", first, "link", "delete", NODE_LINK).catch(() => undefined);
  await ip("netns", "delete", NAMESPACE).catch(() => undefined);
}

async function createNetwork(layout: ClusterLayout): Promise<void> {
  const { address: firstAddress, networkNamespace: first } = controlPlaneNode(layout);
  await ip("netns", "add", NAMESPACE);
  await ip("-netns", NAMESPACE, "link", "set", "lo", "up");
  const cable = ["link", "add", NODE_LINK, "type", "veth", "peer", "name", "eth0"];
  await ip("-netns", first, ...cable, "netns", NAMESPACE);
  await ip("-netns", first, "address", "add", `${NODE_ADDRESS}/24`, "dev", NODE_LINK);
  await ip("-netns", first, "link", "set", NODE_LINK, "up");
  for (const address of [`${METADATA_ADDRESS}/24`, `${PUBLIC_ADDRESS}/32`]) {
    await ip("-netns", NAMESPACE, "address", "add", address, "dev", "eth0");
  }
  await ip("-netns", NAMESPACE, "link", "set", "eth0", "up");
  await ip("-netns", NAMESPACE, "route", "add", "default", "via", NODE_ADDRESS);
  await ip("-netns", first, "route", "add", PUBLIC_ADDRESS, "via", METADATA_ADDRESS);
  for (const { networkNamespace } of layout.nodes.filter((node) => node.address !== firstAddress)) {
    for (const address of [METADATA_ADDRESS, PUBLIC_ADDRESS]) {
      await ip("-netns", networkNamespace, "route", "add", address, "via", firstAddress);
    }
  }
}

async function startServer(): Promise<ChildProcess> {
  const enter = ["nsenter", `--net=/run/netns/${NAMESPACE}`];
  // It ends with this process, however that ends.
  const args = ["--pdeathsig", "KILL", "--", ...enter, process.execPath, "--eval", SERVER];
  const server = spawn("setpriv", args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(server.stdout, "data");
  return server;
}

/**
 * Puts two hosts outside the cluster but within reach of its nodes: one where clouds keep credentials,
 * one at a public address. Both take connections, in a network namespace of the test: nothing leaves
 * the machine.
 *
 * @returns what removes them.
 */
export async function startOutsideHosts(): Promise<() => Promise<void>> {
  const layout = (await findCluster(defaultClusterName))?.layout;
  if (layout === undefined) {
    throw new Error("There is no test cluster: npm run cluster -- up --nodes 2");
  }
  await removeNetwork(layout);
  await createNetwork(layout);
  const server = await startServer();
  return async () => {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
    await removeNetwork(layout);
  };
}
