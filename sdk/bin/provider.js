// What Pulumi starts for programs in other languages: it is the `main` of the package, which Node
// heeds where a folder is loaded, and never where the package is imported by its name.
import { provider } from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { createComponentProvider } from "../dist/plugin/component-provider.js";

const schema = readFileSync(new URL("../schema.json", import.meta.url), "utf8");

void provider.main(createComponentProvider(schema), process.argv.slice(2));
