import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const AGENT_FOLDER = join(import.meta.dirname, "..", "..", "..", "sdk", "src", "agent");

/** An interface with what is said about it, up to the brace that ends it. */
const ARGS = /\/\*\*(?:(?!\*\/)[^])*\*\/\nexport interface (\w+Args) [^]*?\n\}/g;

it("names the page of the specification or of Kubernetes that each of the args rests on", () => {
  const texts = globSync("{args,*-args}.ts", { cwd: AGENT_FOLDER }).flatMap((file) => {
    const source = readFileSync(join(AGENT_FOLDER, file), "utf8");
    return [...source.matchAll(ARGS)].map(([text, name]) => ({ name, text }));
  });
  expect(texts.length).toBeGreaterThan(30);
  const pageless = texts.filter(({ text }) => !text.includes("https://"));
  expect(pageless.map(({ name }) => name)).toEqual([]);
});
