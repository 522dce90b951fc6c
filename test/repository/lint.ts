import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { ROOT_FOLDER } from "../runner/layout.ts";

const eslint = new ESLint({
  cwd: ROOT_FOLDER,
  // The files under test do not exist, so there are no types to ask for.
  overrideConfig: [
    {
      files: ["**/*.ts"],
      ...tseslint.configs.disableTypeChecked,
      languageOptions: { parserOptions: { projectService: false } },
    },
  ],
});

/** What the repository's rules say about a text at a path: `rule: message` for each finding. */
export async function lint(path: string, text: string): Promise<string[]> {
  const results = await eslint.lintText(text, { filePath: path });
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message }) => `${ruleId ?? "fatal"}: ${message}`),
  );
}
