import { readdir } from "node:fs/promises";
import { z } from "zod";
import { runCommand } from "../tools/command.ts";
import { addressRange, type ClusterLayout, type NodeLayout } from "./layout.ts";

/** Where `ip netns` keeps the names of network namespaces. */
const NAMESPACE_DIRECTORY = "/run/netns";

/** The bridge without a port that is every node's default route: what goes there goes nowhere, and is counted. */
const voidLink = "void";

export interface Route {
  dst: string;
  dev?: string | undefined;
}

const routesSchema: z.ZodType<Route[]> = z.array(
  z.looseObject({ dst: z.string(), dev: z.string().optional() }),
);
const linksSchema = z.array(
  z.looseObject({ stats64: z.looseObject({ tx: z.looseObject({ packets: z.number() }) }) }),
);

async function ip(...args: string[]): Promise<string> {
  return (await runCommand(["ip", ...args])).stdout;
}

async function inNamespace(namespace: string, ...command: [string, ...string[]]): Promise<void> {
  await runCommand(["nsenter", `--net=${NAMESPACE_DIRECTORY}/${namespace}`, ...command]);
}

/** Whether a network namespace has the name of one of a cluster's. */
export function isNamespaceOf(clusterName: string, namespace: string): boolean {
  return new RegExp(`^berth-${clusterName}-(switch|node\\d+)$`).test(namespace);
}

/** The names of the network namespaces of a cluster that exist, known or left over. */
export async function listNamespaces(clusterName: string): Promise<string[]> {
  const names = await readdir(NAMESPACE_DIRECTORY).catch(() => []);
  return names.filter((name) => isNamespaceOf(clusterName, name));
}

/** The processes of this machine that live in a named network namespace. */
export async function listNamespaceProcesses(namespace: string): Promise<number[]> {
  return (await ip("netns", "pids", namespace)).split("\n").filter(Boolean).map(Number);
}

/** Whether the machine's end of the cable to the switch exists. */
export async function hasHostLink(layout: ClusterLayout): Promise<boolean> {
  return await ip("link", "show", layout.hostLink).then(
    () => true,
    () => false,
  );
}

async function listRoutes(): Promise<Route[]> {
  return routesSchema.parse(
    JSON.parse((await ip("-json", "route", "show", "root", addressRange)) || "[]"),
  );
}

/** Those routes that no cluster made, each in the words of `ip route`. */
export function toForeignRoutes(routes: readonly Route[]): string[] {
  return routes
    .filter((route) => !/^berth-/.test(route.dev ?? ""))
    .map((route) => `${route.dst} dev ${route.dev ?? "?"}`);
}

/** Routes of this machine into the range of the clusters that no cluster made. */
export async function listForeignRoutes(): Promise<string[]> {
  return toForeignRoutes(await listRoutes());
}

/** The ranges of nodes that this machine has a route to: clusters of another cache folder are among them. */
export async function listRoutedRanges(): Promise<string[]> {
  return (await listRoutes()).map((route) => route.dst);
}

async function createNamespace(name: string): Promise<void> {
  await ip("netns", "add", name);
  await ip("-netns", name, "link", "set", "lo", "up");
  // Without it, router solicitations alone would count as traffic on the default route.
  await inNamespace(
    name,
    "sysctl",
    "-qw",
    "net.ipv6.conf.all.disable_ipv6=1",
    "net.ipv6.conf.default.disable_ipv6=1",
  );
}

async function createSwitch(layout: ClusterLayout): Promise<void> {
  const name = layout.switchNamespace;
  await createNamespace(name);
  // Frames are forwarded as they are: packet filters act on the nodes, as in a real cluster.
  await inNamespace(name, "sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=0");
  await ip("-netns", name, "link", "add", "switch", "type", "bridge");
  await ip("-netns", name, "link", "set", "switch", "up");
  await ip("link", "add", layout.hostLink, "type", "veth", "peer", "name", "host", "netns", name);
  await ip("-netns", name, "link", "set", "host", "master", "switch", "up");
  await ip("address", "add", `${layout.hostAddress}/24`, "dev", layout.hostLink);
  await ip("link", "set", layout.hostLink, "up");
}

async function createNodeNetwork(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  const name = node.networkNamespace;
  await createNamespace(name);
  await ip(
    "-netns",
    layout.switchNamespace,
    "link",
    "add",
    node.name,
    "type",
    "veth",
    "peer",
    "name",
    "eth0",
    "netns",
    name,
  );
  await ip("-netns", layout.switchNamespace, "link", "set", node.name, "master", "switch", "up");
  await ip("-netns", name, "address", "add", `${node.address}/24`, "dev", "eth0");
  await ip("-netns", name, "link", "set", "eth0", "up");
  await ip("-netns", name, "link", "add", voidLink, "type", "bridge", "mcast_snooping", "0");
  await ip("-netns", name, "link", "set", voidLink, "multicast", "off", "up");
  await ip("-netns", name, "route", "add", "default", "dev", voidLink);
  for (const other of layout.nodes) {
    if (other.name !== node.name) {
      await ip("-netns", name, "route", "add", other.podRange, "via", other.address);
    }
  }
  await inNamespace(
    name,
    "sysctl",
    "-qw",
    "net.ipv4.ip_forward=1",
    "net.ipv4.conf.all.route_localnet=1",
    "net.bridge.bridge-nf-call-iptables=1",
  );
}

/** Makes the switch and the network of every node. Nothing of the cluster's network may exist before. */
export async function createNetwork(layout: ClusterLayout): Promise<void> {
  await createSwitch(layout);
  for (const node of layout.nodes) {
    await createNodeNetwork(layout, node);
  }
}

/** Removes what is there of a cluster's network. Its processes must have ended. */
export async function removeNetwork(layout: ClusterLayout): Promise<void> {
  for (const namespace of await listNamespaces(layout.name)) {
    await ip("netns", "delete", namespace);
  }
  // The cable goes with the switch; it is alone when a tool died between the two.
  if (await hasHostLink(layout)) {
    await ip("link", "delete", layout.hostLink).catch(() => undefined);
  }
}

/** How many packets a node has sent to addresses outside the cluster. */
export async function countStrayPackets(node: NodeLayout): Promise<number> {
  const links = linksSchema.parse(
    JSON.parse(
      await ip("-netns", node.networkNamespace, "-json", "-statistics", "link", "show", voidLink),
    ),
  );
  return links[0]?.stats64.tx.packets ?? 0;
}
