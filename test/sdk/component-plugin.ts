// The components as the engine gets them for programs in other languages: the provider of the package
// in a process of its own. It reads the sources, whose imports name the files that a build would make.
import { provider } from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
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

const { createComponentProvider } = await import("../../sdk/src/plugin/component-provider.ts");

const schema = readFileSync(join(import.meta.dirname, "..", "..", "sdk", "schema.json"), "utf8");

await provider.main(createComponentProvider(schema), process.argv.slice(2));
