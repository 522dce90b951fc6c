import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { dnsPort } from "./addons.ts";
import { nodeCgroup } from "./cgroups.ts";
import { componentKubeconfig } from "./control-plane.ts";
import { pauseImage } from "./image-names.ts";
import type { ClusterLayout, NodeLayout } from "./layout.ts";
import type { Daemon } from "./node-namespaces.ts";

/** Debian keeps the CNI plugins there. */
const cniPluginDirectory = "/usr/lib/cni";

/** In the node's own /run: a path that is short enough for a socket wherever the cache is. */
export const containerdSocket = "/run/containerd/containerd.sock";

/** The queue between the packet filter of a node and its NetworkPolicy engine. */
const networkPolicyQueue = 100;

function buildContainerdConfig(node: NodeLayout): string {
  return `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]
[grpc]
  address = "${containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${cniPluginDirectory}"
    conf_dir = "${join(node.directory, "cni")}"
`;
}

function buildCniConfig(node: NodeLayout): unknown {
  return {
    cniVersion: "1.0.0",
    name: "berth",
    plugins: [
      {
        type: "bridge",
        bridge: "cni0",
        isGateway: true,
        // Pods keep their addresses on the way to other nodes: NetworkPolicy judges by them.
        ipMasq: false,
        hairpinMode: true,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet: node.podRange }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

function buildKubeletConfig(layout: ClusterLayout, node: NodeLayout): unknown {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(layout.pki, "ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: join(layout.pki, `${node.name}.crt`),
    tlsPrivateKeyFile: join(layout.pki, `${node.name}.key`),
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${nodeCgroup(layout, node)}`,
    enforceNodeAllocatable: [],
    // The machines this runs on may still have cgroup v1, and swap.
    failCgroupV1: false,
    failSwapOn: false,
    clusterDNS: [layout.dnsServiceAddress],
    clusterDomain: "cluster.local",
    resolvConf: join(node.directory, "resolv.conf"),
    // Images come from this machine and cannot be fetched again: none is ever collected.
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "1%",
      "imagefs.available": "1%",
    },
    serializeImagePulls: false,
    maxPods: 250,
    nodeStatusUpdateFrequency: "5s",
    syncFrequency: "5s",
    shutdownGracePeriod: "0s",
  };
}

function buildKubeProxyConfig(layout: ClusterLayout, node: NodeLayout): unknown {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig: componentKubeconfig(layout, "kube-proxy") },
    mode: "iptables",
    clusterCIDR: layout.podRange,
    hostnameOverride: node.name,
    // These settings belong to the machine's first network namespace and are read-only in all others.
    conntrack: { maxPerCore: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
}

/** Writes the configuration files of a node's daemons into the node's folder. */
export async function writeNodeConfiguration(
  layout: ClusterLayout,
  node: NodeLayout,
): Promise<void> {
  await mkdir(join(node.directory, "cni"), { recursive: true });
  await writeFile(join(node.directory, "containerd.toml"), buildContainerdConfig(node));
  await writeFile(
    join(node.directory, "cni", "10-berth.conflist"),
    JSON.stringify(buildCniConfig(node)),
  );
  await writeFile(
    join(node.directory, "kubelet.yaml"),
    stringify(buildKubeletConfig(layout, node)),
  );
  await writeFile(
    join(node.directory, "kube-proxy.yaml"),
    stringify(buildKubeProxyConfig(layout, node)),
  );
}

export function buildContainerd(node: NodeLayout): Daemon {
  return {
    name: "containerd",
    executable: "containerd",
    args: ["--config", join(node.directory, "containerd.toml"), "--log-level", "warn"],
  };
}

export function buildKubelet(layout: ClusterLayout, node: NodeLayout, executable: string): Daemon {
  return {
    name: "kubelet",
    executable,
    args: [
      `--config=${join(node.directory, "kubelet.yaml")}`,
      `--kubeconfig=${componentKubeconfig(layout, node.name)}`,
      `--hostname-override=${node.name}`,
      `--node-ip=${node.address}`,
      `--node-labels=topology.kubernetes.io/zone=zone-${node.name}`,
    ],
  };
}

export function buildKubeProxy(node: NodeLayout, executable: string): Daemon {
  return {
    name: "kube-proxy",
    executable,
    args: [`--config=${join(node.directory, "kube-proxy.yaml")}`],
  };
}

/** The NetworkPolicy engine: it judges what the node's packet filter puts into the queue. */
export function buildNetworkPolicies(
  layout: ClusterLayout,
  node: NodeLayout,
  executable: string,
): Daemon {
  return {
    name: "kube-network-policies",
    executable,
    args: [
      `--kubeconfig=${componentKubeconfig(layout, "kube-network-policies")}`,
      `--hostname-override=${node.name}`,
      `--nfqueue-id=${networkPolicyQueue}`,
      "--disable-nri",
      "--metrics-bind-address=127.0.0.1:9080",
    ],
  };
}

/**
 * The rules that send every new forwarded connection to the engine, but for questions to the cluster's name server.
 *
 * Only forwarded ones: what the kubelet sends to its own pods, probes above all, is not policy's business.
 * Without an engine the packets pass, so a test of a policy first proves that the engine denies.
 *
 * A pod asks for both kinds of address at once and from one port. When a queue holds both questions,
 * the kernel now and then drops one (https://bugzilla.netfilter.org/show_bug.cgi?id=1766), and the pod
 * asks again after five seconds. So no policy is applied to names over UDP.
 */
export const networkPolicyRules = [
  ["--protocol", "udp", "--dport", String(dnsPort), "--jump", "ACCEPT"],
  [
    ...["--match", "conntrack", "--ctstate", "NEW"],
    ...["--jump", "NFQUEUE", "--queue-num", String(networkPolicyQueue), "--queue-bypass"],
  ],
].map((rule) => ["iptables", "--table", "mangle", "--append", "FORWARD", ...rule]);
