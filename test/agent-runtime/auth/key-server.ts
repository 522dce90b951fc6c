import { readFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCommand } from "../../tools/command.ts";
import { createFolder } from "./folder.ts";

/** A server on loopback that hands out documents. */
export interface KeyServer {
  url: string;
  /** What is answered, by path: a JSON value, or a status without one. */
  documents: Record<string, unknown>;
  /** What was asked for. */
  requests: { path: string; authorization: string | undefined }[];
  /** The file with the authority of the server, where it speaks TLS. */
  caFile: string;
  stop: () => Promise<void>;
}

/** Starts a server that ends with its test. */
export async function startKeyServer(options: { isTls?: boolean } = {}): Promise<KeyServer> {
  const documents: KeyServer["documents"] = {};
  const requests: KeyServer["requests"] = [];
  const answer: RequestListener = ({ headers, url: path = "" }, response) => {
    requests.push({ path, authorization: headers.authorization });
    // As an API server does, which hands keys out as nothing else.
    const isTakenAsKeys = headers.accept?.includes("application/jwk-set+json") === true;
    const document = path.includes("jwks") && !isTakenAsKeys ? 406 : (documents[path] ?? 404);
    if (typeof document === "number") {
      response.writeHead(document).end();
    } else {
      response.end(typeof document === "string" ? document : JSON.stringify(document));
    }
  };
  const caFile = options.isTls === true ? await writeCertificate() : "";
  const server =
    options.isTls === true
      ? createTlsServer(
          { cert: await readFile(caFile), key: await readFile(caFile.replace(".crt", ".key")) },
          answer,
        )
      : createServer(answer);
  await listen(server);
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  onTestFinished(stop);
  const { port } = server.address() as AddressInfo;
  const scheme = options.isTls === true ? "https" : "http";
  return { url: `${scheme}://127.0.0.1:${port}`, documents, requests, caFile, stop };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
}

/** Writes a certificate that is its own authority, and its key. */
async function writeCertificate(): Promise<string> {
  const folder = await createFolder();
  await runCommand(
    [
      ...(["openssl", "req", "-x509", "-noenc", "-days", "1"] as const),
      ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
      ...["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-keyout", "server.key", "-out", "server.crt"],
    ],
    { cwd: folder },
  );
  return join(folder, "server.crt");
}
