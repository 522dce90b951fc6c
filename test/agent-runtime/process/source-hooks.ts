// Lets Node run the sources of the workspaces without a build: they import each other as .js.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    if (specifier.startsWith(".") && specifier.endsWith(".js")) {
      const source = new URL(`${specifier.slice(0, -".js".length)}.ts`, context.parentURL);
      if (existsSync(source)) {
        return nextResolve(source.href, context);
      }
    }
    return nextResolve(specifier, context);
  },
});
