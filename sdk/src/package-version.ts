import { readFileSync } from "node:fs";

const packageFile = readFileSync(new URL("../package.json", import.meta.url), "utf8");

/** The version of this package, which is that of the contract and of the runtime too. */
export const PACKAGE_VERSION = (JSON.parse(packageFile) as { version: string }).version;
