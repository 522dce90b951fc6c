import * as pulumi from "@pulumi/pulumi";
import type { AgentPlatformBinding } from "../agent-platform/binding.js";
import { checkWhenKnown, isLater, joinInput } from "../input.js";
import { readArgs } from "../read-args.js";
import type { AgentArgs } from "./args.js";
import { type KnownPeer, parseKnownPeers } from "./peers-schema.js";
import { parseKnownPlatform } from "./platform-schema.js";
import { refuseSecrets } from "./refuse-secrets.js";
import { requireKnownImage } from "./spec.js";

/** What can be told of the args of an Agent only when an Output in them is known. */
export interface LateChecks {
  /** Hands over what to wait for, and before it that no arg is a secret and that the platform fits. */
  passBefore: (dependencies: pulumi.Resource[]) => pulumi.Input<pulumi.Resource>[];
  /** Hands the image over once it is known to be one. */
  readImage: (image: pulumi.Input<string>) => pulumi.Input<string>;
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
  const found = [refuseSecrets(args), requirePlatform(args)].filter((check) => check !== undefined);
  const checked =
    found.length === 0
      ? undefined
      : Promise.all(found).catch((error: unknown) =>
          readArgs(component, () => {
            throw error;
          }),
        );
  // Pulumi resolves what is in the list, whatever its type says: no resource, once the check has passed.
  // A Promise of the list as a whole would cost it ten times as much for each child.
  const passed = checked?.then(() => []) as Promise<unknown> as
    Promise<pulumi.Resource> | undefined;
  return {
    passBefore: (dependencies) => (passed === undefined ? dependencies : [passed, ...dependencies]),
    readImage: (image) =>
      checkWhenKnown(image, (known) => {
        readArgs(component, () => {
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
