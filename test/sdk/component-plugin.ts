// The components as the engine gets them for programs in other languages: Pulumi's own host in a
// process of its own. It reads the sources, whose imports name the files that a build would make.
import * as experimental from "@pulumi/pulumi/provider/experimental/provider.js";
import { registerHooks } from "node:module";
import { join } from "node:path";

registerHooks({
  resolve(specifier, context, resolveNext) {
    try {
      return resolveNext(specifier, context);
    } catch (error) {
      if (!/^\..*\.js$/.test(specifier)) {
        throw error;
      }
      return resolveNext(specifier.replace(/\.js$/, ".ts"), context);
    }
  },
});

const berth = await import("@berth/berth");

await experimental.componentProviderHost({
  name: "berth",
  namespace: "berth",
  dirname: join(import.meta.dirname, "..", "..", "sdk"),
  components: experimental.getPulumiComponents({ ...berth }),
});
