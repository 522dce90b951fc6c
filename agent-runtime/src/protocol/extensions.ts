import { ExtensionSupportRequiredError } from "@a2a-js/sdk/errors";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { MountedCard } from "@berth/contract";

/**
 * Checks that the caller speaks what the card demands (A2A 1.0, sections 3.2.6 and 3.3.4), and
 * notes which extensions of the card are used: those that the caller speaks, too.
 *
 * @throws ExtensionSupportRequiredError.
 */
export function activateExtensions(
  { capabilities }: MountedCard,
  context: ServerCallContext,
): void {
  const declared = capabilities.extensions ?? [];
  if (declared.length === 0) {
    return;
  }
  const requested = context.requestedExtensions ?? [];
  const missing = declared.filter(
    ({ uri, required }) => required === true && !requested.includes(uri),
  );
  if (missing.length > 0) {
    throw new ExtensionSupportRequiredError(
      `The header 'A2A-Extensions' must name what the agent requires: ` +
        `${missing.map(({ uri }) => uri).join(", ")}.`,
    );
  }
  for (const { uri } of declared.filter(({ uri }) => requested.includes(uri))) {
    context.addActivatedExtension(uri);
  }
}
