#!/usr/bin/env node
// pulumi-resource-kubernetes: a stand-in for the Kubernetes provider plugin, on server-side apply. See README.md.
import { enableCompileCache } from "node:module";
import * as path from "node:path";

/** Every command starts the provider once or twice, and compiling the Kubernetes client is half of its start. */
enableCompileCache(
  path.join(import.meta.dirname, "../../../node_modules/.cache/provider-kubernetes"),
);
const { serve } = await import("./rpc/server.ts");
serve(process.argv.slice(2));
