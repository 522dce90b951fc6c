import { type Expect, parseSettings, type Same } from "@berth/contract";
import { z } from "zod";
import { inputText } from "../input.js";
import { DNS_LABEL_RULE, isDnsLabel } from "../kubernetes-syntax.js";
import { readWithin } from "../settings-issues.js";
import type { AgentPeerArgs } from "./args.js";

const URL_RULE = "must be an absolute http or https URL.";

/** The schema of a peer of which any part may be known only later. */
export const peerSchema = z.strictObject({
  name: inputText(isDnsLabel, DNS_LABEL_RULE),
  namespace: inputText(isDnsLabel, DNS_LABEL_RULE).optional(),
  url: inputText(isHttpUrl, URL_RULE).optional(),
});

/** @internal */
export type _AgentPeerArgsInStep = Expect<Same<AgentPeerArgs, z.input<typeof peerSchema>>>;

const dnsLabel = z.string(DNS_LABEL_RULE).refine(isDnsLabel, DNS_LABEL_RULE);

const knownPeersSchema = z
  .array(
    z.strictObject({
      name: dnsLabel,
      namespace: dnsLabel.optional(),
      url: z.string(URL_RULE).refine(isHttpUrl, URL_RULE).optional(),
    }),
  )
  .superRefine((peers, context) => {
    peers.forEach(({ name }, index) => {
      const first = peers.findIndex((other) => other.name === name);
      if (first !== index) {
        const message = `must differ from 'peers[${first}].name'. Remove one of them.`;
        context.addIssue({ code: "custom", path: [index, "name"], input: name, message });
      }
    });
  });

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

function isHttpUrl(text: string): boolean {
  return ["http:", "https:"].includes(URL.parse(text)?.protocol ?? "");
}
