import type * as pulumi from "@pulumi/pulumi";
import { checkWhenKnown } from "../input.js";
import { readArgs } from "../read-args.js";
import type { AgentArgs } from "./args.js";
import { type KnownPeer, parseKnownPeers } from "./peers-schema.js";
import { refuseSecrets } from "./refuse-secrets.js";
import { requireKnownImage } from "./spec.js";

/** What can be told of the args of an Agent only when an Output in them is known. */
export interface LateChecks {
  /** Hands over what to wait for, and before it that no arg is a secret. */
  passBefore: (dependencies: pulumi.Resource[]) => pulumi.Input<pulumi.Resource>[];
  /** Hands the image over once it is known to be one. */
  readImage: (image: pulumi.Input<string>) => pulumi.Input<string>;
  /** Hands the peers over where they are right. */
  readPeers: (peers: KnownPeer[]) => KnownPeer[];
}

/**
 * Begins to check what is known only later. A program whose args break a rule then fails with the same
 * error as one that is wrong at once, and makes nothing that it is about.
 *
 * @param component names it in the message.
 */
export function createLateChecks(args: AgentArgs, component: string): LateChecks {
  const found = refuseSecrets(args);
  const checked = found?.catch((error: unknown) =>
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
  };
}
