import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createFolder } from "../auth/folder.ts";
import type { AgentSettings } from "./running-agent.ts";

const NAMES = ["ada", "bob"];

/** An agent with an extended card whose callers, ada and bob, show a key. */
export async function withKeys(require: "all" | "extendedCard"): Promise<AgentSettings> {
  const folder = await createFolder();
  await Promise.all(NAMES.map((name) => writeFile(join(folder, name), `key-of-${name}`)));
  return {
    capabilities: { extendedAgentCard: true },
    options: {
      auth: { require, apiKeys: NAMES.map((name) => ({ name, file: join(folder, name) })) },
      extendedCard: { ...smallestCard, name: "For friends" },
    },
  };
}

/** The headers by which a caller is known. */
export const as = (name: string): Record<string, string> => ({ "X-API-Key": `key-of-${name}` });
