import type { AgentPlatformArgs } from "./args.js";

/**
 * The args that end up where everybody reads them: all but the images. What builds images makes all that
 * it tells a secret when it logs in with one.
 */
export function toClearArgs(args: AgentPlatformArgs): object {
  const { prometheus, scaling } = args;
  return {
    ...args,
    prometheus: { ...prometheus, image: undefined },
    scaling: { ...scaling, adapter: { ...scaling?.adapter, image: undefined } },
  };
}
