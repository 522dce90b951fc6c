import * as pulumi from "@pulumi/pulumi";
import type { AgentPlatformBinding } from "../agent-platform/binding.js";
import { checkWhenKnown, isLater, joinInput } from "../input.js";
import { createLateGate, type LateGate } from "../late-gate.js";
import { readArgs } from "../read-args.js";
import { refuseSecrets } from "../refuse-secrets.js";
import { readWithin } from "../settings-issues.js";
import type { AgentArgs } from "./args.js";
import { toClearArgs } from "./clear-args.js";
import { type KnownPeer, parseKnownPeers } from "./peers-schema.js";
import { parseKnownPlatform } from "./platform-schema.js";
import { requireKnownImage } from "./spec.js";

const SECRET_REMEDY = "Put it into a Secret, and use 'secrets'.";

/**
 * What can be told of the args of an Agent only when an Output in them is known. What waits, waits until
 * it is known that no arg is a secret and that the platform fits.
 */
export interface LateChecks extends Pick<LateGate, "passBefore"> {
  /** Hands the image over once it is known to be one. */
  readImage: (image: pulumi.Input<string>) => pulumi.Input<string>;
  /** The same with the image of a sidecar. */
  readRuntimeImage: (image: pulumi.Input<string>) => pulumi.Input<string>;
  /** Hands the peers over where they are right. */
  readPeers: (peers: KnownPeer[]) => KnownPeer[];
  /** Hands the platform over where it is right, and where what the args decide agrees with it. */
  readPlatform: (platform: unknown) => AgentPlatformBinding;
}

/**
 * Begins to check what is known only later. A program whose args break a rule then fails with the same
 * error as one that is wrong at once, and makes nothing that it is about.
 *
 * @param component names it in the message.
 */
export function createLateChecks(args: AgentArgs, component: string): LateChecks {
  const { passBefore } = createLateGate(component, [
    refuseSecrets(toClearArgs(args), SECRET_REMEDY),
    requirePlatform(args),
  ]);
  const readImage = (
    image: pulumi.Input<string>,
    requireImage: (known: string) => void,
  ): pulumi.Input<string> =>
    checkWhenKnown(image, (known) => {
      readArgs(component, () => {
        requireImage(known);
      });
    });
  return {
    passBefore,
    readImage: (image) => readImage(image, requireKnownImage),
    readRuntimeImage: (image) =>
      readImage(image, (known) => {
        readWithin("runtime", () => {
          requireKnownImage(known);
        });
      }),
    readPeers: (peers) => readArgs(component, () => parseKnownPeers(peers)),
    readPlatform: (platform) => readArgs(component, () => parseKnownPlatform(args, platform)),
  };
}

/** Checks a platform that gets known only later. Undefined where it is known, and has been checked. */
function requirePlatform(args: AgentArgs): Promise<void> | undefined {
  const platform = joinInput(args.platform);
  return isLater(platform) ? requireLaterPlatform(args, pulumi.output(platform)) : undefined;
}

/**
 * In the preview of what makes a platform it stays unknown. Whether a value is a secret is settled all the
 * same, once the value would be there: that is what is waited for.
 */
async function requireLaterPlatform(
  args: AgentArgs,
  platform: pulumi.Output<unknown>,
): Promise<void> {
  let refused: unknown;
  const checked = platform.apply((known) => {
    try {
      parseKnownPlatform(args, known);
    } catch (error) {
      refused = error;
    }
  });
  await pulumi.isSecret(checked);
  if (refused !== undefined) {
    throw refused as Error;
  }
}
