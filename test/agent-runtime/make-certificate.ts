import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../tools/command.ts";

/** A certificate that nobody has signed but itself, and its key, as PEM. */
export interface MadeCertificate {
  certificate: string;
  key: string;
}

/** Makes a certificate for a host. It is good for two days. */
export async function makeCertificate(host: string): Promise<MadeCertificate> {
  const folder = await mkdtemp(join(tmpdir(), "berth-certificate-"));
  try {
    await runCommand(
      [
        "openssl",
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        ...["-noenc", "-keyout", "key.pem", "-out", "certificate.pem", "-days", "2"],
        ...["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`],
      ],
      { cwd: folder },
    );
    return {
      certificate: await readFile(join(folder, "certificate.pem"), "utf8"),
      key: await readFile(join(folder, "key.pem"), "utf8"),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
