import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../tools/command.ts";
import { controlPlaneNode, type ClusterLayout } from "./layout.ts";

/** A test cluster lives for hours; a month lets one that is left running over a holiday go on. */
const VALIDITY_DAYS = 30;

/** Nothing of the machine's own OpenSSL configuration gets into the certificates. */
const OPENSSL_CONFIG = "[req]\ndistinguished_name = subject\n[subject]\n";

const KEY_OPTION = "ec_paramgen_curve:P-256";

export interface Subject {
  /** The file name without its ending. */
  file: string;
  commonName: string;
  /** Kubernetes reads it as a group. */
  organization?: string;
  /** In OpenSSL's form: `DNS:name` and `IP:address`. */
  alternativeNames?: string[];
  usages: ("serverAuth" | "clientAuth")[];
}

async function openssl(folder: string, ...args: string[]): Promise<void> {
  await runCommand(["openssl", ...args], { cwd: folder });
}

/** Writes a new key and a certificate of it. */
async function writeKeyAndCertificate(
  folder: string,
  file: string,
  subject: string,
  ...more: string[]
): Promise<void> {
  await openssl(
    folder,
    "req",
    "-x509",
    ...["-newkey", "ec", "-pkeyopt", KEY_OPTION, "-noenc"],
    ...["-config", "openssl.cnf"],
    ...["-keyout", `${file}.key`],
    ...["-out", `${file}.crt`],
    ...["-days", String(VALIDITY_DAYS)],
    ...["-subj", subject],
    ...more,
  );
}

async function writeAuthority(folder: string, file: string, commonName: string): Promise<void> {
  await writeKeyAndCertificate(
    folder,
    file,
    `/CN=${commonName}`,
    ...["-addext", "basicConstraints=critical,CA:TRUE"],
    ...["-addext", "keyUsage=critical,digitalSignature,keyCertSign"],
    ...["-addext", "subjectKeyIdentifier=hash"],
  );
}

async function writeCertificate(
  folder: string,
  authority: string,
  subject: Subject,
): Promise<void> {
  const organization = subject.organization === undefined ? "" : `/O=${subject.organization}`;
  const names = subject.alternativeNames;
  await writeKeyAndCertificate(
    folder,
    subject.file,
    `${organization}/CN=${subject.commonName}`,
    ...["-CA", `${authority}.crt`],
    ...["-CAkey", `${authority}.key`],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
    ...["-addext", "keyUsage=critical,digitalSignature"],
    ...["-addext", `extendedKeyUsage=${subject.usages.join(",")}`],
    ...(names === undefined ? [] : ["-addext", `subjectAltName=${names.join(",")}`]),
  );
}

/** Everybody who has a certificate of the cluster, by the name and groups that Kubernetes reads. */
export function clusterSubjects(layout: ClusterLayout): Subject[] {
  const client = (file: string, commonName: string, organization?: string): Subject => ({
    file,
    commonName,
    ...(organization === undefined ? {} : { organization }),
    usages: ["clientAuth"],
  });
  return [
    {
      file: "kube-apiserver",
      commonName: "kube-apiserver",
      alternativeNames: [
        "DNS:kubernetes",
        "DNS:kubernetes.default",
        "DNS:kubernetes.default.svc",
        "DNS:kubernetes.default.svc.cluster.local",
        "DNS:localhost",
        "IP:127.0.0.1",
        `IP:${layout.kubernetesServiceAddress}`,
        `IP:${controlPlaneNode(layout).address}`,
      ],
      usages: ["serverAuth"],
    },
    client("kube-apiserver-kubelet-client", "kube-apiserver", "system:masters"),
    client("admin", "admin", "system:masters"),
    client("kube-controller-manager", "system:kube-controller-manager"),
    client("kube-scheduler", "system:kube-scheduler"),
    client("kube-proxy", "system:kube-proxy"),
    client("kube-network-policies", "kube-network-policies"),
    ...layout.nodes.map((node): Subject => ({
      file: node.name,
      commonName: `system:node:${node.name}`,
      organization: "system:nodes",
      alternativeNames: [`DNS:${node.name}`, "IP:127.0.0.1", `IP:${node.address}`],
      usages: ["serverAuth", "clientAuth"],
    })),
  ];
}

/** Writes every key and certificate of a cluster into its `pki` folder as PEM, new ones each time. */
export async function writeCertificates(layout: ClusterLayout): Promise<void> {
  const folder = layout.pki;
  await writeFile(join(folder, "openssl.cnf"), OPENSSL_CONFIG);
  await writeAuthority(folder, "ca", "berth-test-cluster");
  await writeAuthority(folder, "front-proxy-ca", "berth-test-front-proxy");
  await openssl(
    folder,
    "genpkey",
    ...["-algorithm", "EC", "-pkeyopt", KEY_OPTION],
    ...["-out", "sa.key"],
  );
  await openssl(folder, "pkey", "-in", "sa.key", "-pubout", "-out", "sa.pub");
  await writeCertificate(folder, "front-proxy-ca", {
    file: "front-proxy-client",
    commonName: "front-proxy-client",
    usages: ["clientAuth"],
  });
  await Promise.all(
    clusterSubjects(layout).map(async (subject) => {
      await writeCertificate(folder, "ca", subject);
    }),
  );
}
