import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { OURS } from "../runtime/report.ts";
import {
  findFreePort,
  LOOPBACK,
  type ProcessOptions,
  type ServerProcess,
  startProcess,
} from "../runtime/start-process.ts";
import { buildNginxConfig } from "./nginx.ts";
import { parseNodeFlags } from "./node-flags.ts";

/** What callers talk to: the agent itself, or a proxy in front of it. */
export type FrontName = "direct" | "nginx" | "bareProxy" | typeof OURS;

/** An agent, and what is in front of it. What is read is of the latter. */
export interface Front extends Pick<
  ServerProcess,
  "url" | "readCpuMs" | "readResidentMib" | "stop"
> {
  /** Where the agent itself is. */
  readonly upstreamUrl: string;
}

export interface FrontOptions {
  /** The path of nginx. Undefined: it is not measured. */
  nginxFile: string | undefined;
  /** What Node is started with for ours. */
  nodeFlags: readonly string[];
}

const SERVERS = new URL("./servers/", import.meta.url);

const RUNTIME_FOLDER = join(ROOT_FOLDER, "agent-runtime");

/** The flags that the image of the runtime starts Node with. */
export function readImageNodeFlags(): string[] {
  return parseNodeFlags(readFileSync(join(RUNTIME_FOLDER, "Dockerfile"), "utf8"));
}

/** Starts a new agent with a new front, and resolves when the card of the agent is there. */
export async function startFront(name: FrontName, options: FrontOptions): Promise<Front> {
  const upstreamPort = await findFreePort();
  const upstream = await startProcess({
    name: "instant",
    command: [process.execPath, fileURLToPath(new URL("instant.js", SERVERS))],
    port: upstreamPort,
    environment: { BENCH_PORT: String(upstreamPort) },
  });
  if (name === "direct") {
    return { ...upstream, upstreamUrl: upstream.url };
  }
  const folder = mkdtempSync(join(tmpdir(), "berth-bench-"));
  const clean = async (): Promise<void> => {
    await upstream.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    const port = await findFreePort();
    const proxy = await startProcess(
      toProcess(name, { ...options, ports: { folder, port, upstreamPort } }),
    );
    return {
      ...proxy,
      upstreamUrl: upstream.url,
      stop: async () => {
        await proxy.stop();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

function toProcess(
  name: Exclude<FrontName, "direct">,
  {
    nginxFile,
    nodeFlags,
    ports: { folder, port, upstreamPort },
  }: FrontOptions & { ports: { folder: string; port: number; upstreamPort: number } },
): ProcessOptions {
  switch (name) {
    case "nginx": {
      if (nginxFile === undefined) {
        throw new Error("'nginxFile' (undefined) must be the path of nginx.");
      }
      const configFile = join(folder, "nginx.conf");
      writeFileSync(configFile, buildNginxConfig({ folder, port, upstreamPort }));
      return {
        name,
        command: [nginxFile, "-p", folder, "-e", "stderr", "-c", configFile],
        port,
        stopSignal: "SIGTERM",
      };
    }
    case "bareProxy":
      return {
        name,
        command: [process.execPath, fileURLToPath(new URL("bare-proxy.js", SERVERS))],
        port,
        environment: { BENCH_PORT: String(port), BENCH_UPSTREAM_PORT: String(upstreamPort) },
      };
    case OURS:
      return {
        name,
        command: [
          process.execPath,
          ...nodeFlags,
          join(RUNTIME_FOLDER, "bin", "agent-runtime.js"),
          "proxy",
          ...["--upstream", `http://${LOOPBACK}:${upstreamPort}`],
          ...["--host", LOOPBACK],
          ...["--port", String(port)],
          ...["--metrics-port", "0"],
          ...["--admin-port", "0"],
        ],
        port,
      };
  }
}
