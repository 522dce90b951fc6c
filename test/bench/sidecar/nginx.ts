import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "../../tools/command.ts";
import { LOOPBACK } from "../runtime/start-process.ts";

/** Where Debian has it, which is not on everybody's PATH. */
const DEBIAN_FOLDER = "/usr/sbin";

/** The path of nginx, or undefined where it is not installed. */
export function findNginx(path = process.env.PATH ?? ""): string | undefined {
  return [...path.split(delimiter), DEBIAN_FOLDER]
    .map((folder) => join(folder, "nginx"))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Resolves to the version of nginx. */
export async function readNginxVersion(file: string): Promise<string> {
  const { stderr } = await runCommand([file, "-v"]);
  return /nginx\/(\S+)/.exec(stderr)?.[1] ?? "unknown";
}

/** Where nginx listens, and where it sends what comes. */
export interface NginxSettings {
  /** What it writes goes in here. */
  folder: string;
  port: number;
  upstreamPort: number;
}

/**
 * The configuration of nginx as a reverse proxy of streams, with the connections kept on both sides. It has
 * one worker, as each of the others has one thread.
 */
export function buildNginxConfig({ folder, port, upstreamPort }: NginxSettings): string {
  return `daemon off;
worker_processes 1;
worker_rlimit_nofile 8192;
pid ${folder}/nginx.pid;
error_log stderr error;
events {
  worker_connections 4096;
}
http {
  access_log off;
  client_body_temp_path ${folder}/client-body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  scgi_temp_path ${folder}/scgi;
  uwsgi_temp_path ${folder}/uwsgi;
  keepalive_requests 1000000000;
  upstream agent {
    server ${LOOPBACK}:${upstreamPort};
    keepalive 1024;
    keepalive_requests 1000000000;
  }
  server {
    listen ${LOOPBACK}:${port};
    location / {
      proxy_pass http://agent;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 1h;
    }
  }
}
`;
}
