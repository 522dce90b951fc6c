import { type Expect, parseSettings, type Same } from "@berth/contract";
import { z } from "zod";
import { input, inputText, OBJECT_RULE, plain } from "../input.js";
import { isDnsLabel } from "../kubernetes-syntax.js";
import { readWithin } from "../settings-issues.js";
import type { AgentPeerArgs } from "./args.js";
import { hasCredentials, isTellableUrl } from "./http-url.js";
import { RULES } from "./rules.js";
import { inputSomeText, isSomeText } from "./value-schemas.js";

const peerSchema = z
  .strictObject(
    {
      name: inputText(isDnsLabel, RULES.dnsLabel),
      namespace: inputText(isDnsLabel, RULES.dnsLabel).optional(),
      url: inputText(isTellableUrl, RULES.peerUrl).optional(),
      audience: inputSomeText.optional(),
    },
    OBJECT_RULE,
  )
  .superRefine(refuseCredentials);

/** The schema of the peers, of which any may be known only later, as a whole or in part. */
export const peersSchema = plain(
  z.array(input<AgentPeerArgs>(peerSchema)).superRefine(refuseSameNames),
);

/** @internal */
export type _AgentPeerArgsInStep = Expect<Same<AgentPeerArgs, z.input<typeof peerSchema>>>;

const dnsLabel = z.string(RULES.dnsLabel).refine(isDnsLabel, RULES.dnsLabel);

/** An Output may come from another stack, and from another version: what nobody knows here has no effect. */
const knownPeersSchema = z
  .array(
    z
      .object({
        name: dnsLabel,
        namespace: dnsLabel.optional(),
        url: z.string(RULES.peerUrl).refine(isTellableUrl, RULES.peerUrl).optional(),
        audience: z.string(RULES.someText).refine(isSomeText, RULES.someText).optional(),
      })
      .superRefine(refuseCredentials),
  )
  .superRefine(refuseSameNames);

/** A peer of which all is known. */
export type KnownPeer = z.output<typeof knownPeersSchema>[number];

/**
 * Checks the peers once all of them are known.
 *
 * @throws SettingsError with all issues at once.
 */
export function parseKnownPeers(peers: KnownPeer[]): KnownPeer[] {
  return readWithin("peers", () => parseSettings(knownPeersSchema, peers));
}

/** An agent asks for a peer by its name. Names that are not known yet differ as far as anybody knows. */
function refuseSameNames(peers: readonly unknown[], context: z.RefinementCtx): void {
  const names = peers.map((peer) => (peer as { name: unknown } | null | undefined)?.name);
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (typeof name === "string" && first !== index) {
      const message = RULES.samePeer(`peers[${first}].name`);
      context.addIssue({ code: "custom", path: [index, "name"], input: name, message });
    }
  });
}

/** Told of the name: the engine prints what is at the path of an issue. */
function refuseCredentials(peer: { name: unknown; url?: unknown }, context: z.RefinementCtx): void {
  if (typeof peer.url === "string" && hasCredentials(peer.url)) {
    const message = RULES.peerCredentials;
    context.addIssue({ code: "custom", path: ["name"], input: peer.name, message });
  }
}
