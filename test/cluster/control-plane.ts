import { join } from "node:path";
import { controlPlaneNode, type ClusterLayout } from "./layout.ts";
import type { Daemon } from "./node-namespaces.ts";

const ETCD_CLIENT = "http://127.0.0.1:2379";
const ETCD_PEER = "http://127.0.0.1:2380";

/** The file of a component's kubeconfig. */
export function componentKubeconfig(layout: ClusterLayout, component: string): string {
  return join(layout.directory, `${component}.kubeconfig`);
}

/** etcd of the control plane. Data need not outlive a power cut, so writes are not synced. */
export function buildEtcd(layout: ClusterLayout, executable: string): Daemon {
  return {
    name: "etcd",
    executable,
    args: [
      `--data-dir=${join(controlPlaneNode(layout).directory, "etcd")}`,
      `--listen-client-urls=${ETCD_CLIENT}`,
      `--advertise-client-urls=${ETCD_CLIENT}`,
      `--listen-peer-urls=${ETCD_PEER}`,
      `--initial-advertise-peer-urls=${ETCD_PEER}`,
      `--initial-cluster=default=${ETCD_PEER}`,
      "--unsafe-no-fsync",
      "--log-level=warn",
    ],
  };
}

/** kube-apiserver with RBAC, node restriction and the aggregation layer. */
export function buildApiServer(layout: ClusterLayout, executable: string): Daemon {
  const pki = (file: string): string => join(layout.pki, file);
  return {
    name: "kube-apiserver",
    executable,
    args: [
      `--etcd-servers=${ETCD_CLIENT}`,
      `--advertise-address=${controlPlaneNode(layout).address}`,
      "--secure-port=6443",
      `--service-cluster-ip-range=${layout.serviceRange}`,
      `--tls-cert-file=${pki("kube-apiserver.crt")}`,
      `--tls-private-key-file=${pki("kube-apiserver.key")}`,
      `--client-ca-file=${pki("ca.crt")}`,
      `--service-account-key-file=${pki("sa.pub")}`,
      `--service-account-signing-key-file=${pki("sa.key")}`,
      "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
      "--authorization-mode=Node,RBAC",
      "--enable-admission-plugins=NodeRestriction",
      `--requestheader-client-ca-file=${pki("front-proxy-ca.crt")}`,
      "--requestheader-allowed-names=front-proxy-client",
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      "--requestheader-group-headers=X-Remote-Group",
      "--requestheader-username-headers=X-Remote-User",
      `--proxy-client-cert-file=${pki("front-proxy-client.crt")}`,
      `--proxy-client-key-file=${pki("front-proxy-client.key")}`,
      `--kubelet-client-certificate=${pki("kube-apiserver-kubelet-client.crt")}`,
      `--kubelet-client-key=${pki("kube-apiserver-kubelet-client.key")}`,
      `--kubelet-certificate-authority=${pki("ca.crt")}`,
      // The node's name is in no DNS; its address is.
      "--kubelet-preferred-address-types=InternalIP",
      "--allow-privileged=true",
      "--profiling=false",
    ],
  };
}

/** What the components that only talk to the API server have in common. */
function clientArgs(layout: ClusterLayout, component: string): string[] {
  const kubeconfig = componentKubeconfig(layout, component);
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    // One of each: there is nobody to elect a leader among.
    "--leader-elect=false",
    "--profiling=false",
  ];
}

/** kube-controller-manager. It exits when it comes before the API server's own roles: start it after `/readyz`. */
export function buildControllerManager(layout: ClusterLayout, executable: string): Daemon {
  return {
    name: "kube-controller-manager",
    executable,
    args: [
      ...clientArgs(layout, "kube-controller-manager"),
      `--service-account-private-key-file=${join(layout.pki, "sa.key")}`,
      `--root-ca-file=${join(layout.pki, "ca.crt")}`,
      `--cluster-signing-cert-file=${join(layout.pki, "ca.crt")}`,
      `--cluster-signing-key-file=${join(layout.pki, "ca.key")}`,
      "--use-service-account-credentials=true",
      "--controllers=*",
    ],
  };
}

/** kube-scheduler, after `/readyz` too. */
export function buildScheduler(layout: ClusterLayout, executable: string): Daemon {
  return { name: "kube-scheduler", executable, args: clientArgs(layout, "kube-scheduler") };
}
