import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as berth from "@berth/berth";

const file = join(import.meta.dirname, "platform.json");
const args = JSON.parse(readFileSync(file, "utf8")) as berth.AgentPlatformArgs;

const platform = new berth.AgentPlatform("platform", args);

export const { apiServiceNames, binding, namespace, prometheusUrl } = platform;
