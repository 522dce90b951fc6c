import { type AgentCardSettings, toMountedCard } from "@berth/contract";
import type { AgentCardDocument } from "../../agent-runtime/src/card/card-document.ts";
import { smallestCard } from "../contract/card-fixtures.ts";

/** A card as callers get it, with one interface for each version. */
export function createCardDocument(
  change: Partial<AgentCardSettings> = {},
  versions: readonly string[] = ["1.0"],
): AgentCardDocument {
  return {
    ...toMountedCard({ ...smallestCard, ...change }),
    supportedInterfaces: versions.map((protocolVersion) => ({
      url: "http://agent.test/",
      protocolBinding: "JSONRPC",
      protocolVersion,
    })),
  };
}
