// The rules that a reader of the code can rely on. CONTRIBUTING.md gives the reasons.
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** What may import what: `contract <- sdk <- stacks`, `contract <- agent-runtime`, `* <- test`. */
const workspaces = {
  contract: { folder: "contract", package: "@berth/contract" },
  sdk: { folder: "sdk", package: "@berth/berth" },
  runtime: { folder: "agent-runtime", package: "@berth/agent-runtime" },
  stacks: { folder: "stacks", package: "@berth/stacks" },
  examples: { folder: "examples", package: "@berth/examples" },
  test: { folder: "test", package: "@berth/test" },
};

/** Refuses imports of the named workspaces, by package name and by path, and reaching into another's `src`. */
function mayNotImport(from, ...others) {
  const refused = others.flatMap((other) => {
    const { folder, package: name } = workspaces[other];
    return [
      {
        group: [name, `${name}/*`, `**/../${folder}/**`],
        message: `${workspaces[from].folder} must not import ${folder}: the directions are in ARCHITECTURE.md.`,
      },
    ];
  });
  return {
    files: [`${workspaces[from].folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...refused,
            {
              group: ["@berth/*/src/**", "@berth/*/dist/**", "**/../*/src/**"],
              message:
                "Import a workspace by its package name: only what it exports is its surface.",
            },
          ],
        },
      ],
    },
  };
}

export default defineConfig(
  globalIgnores(["**/dist/**", "**/node_modules/**", "test/out/**", "test/**/fixtures/**"]),
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message:
            "Name every export: a default export has another name in every file that imports it.",
        },
        {
          selector: "ExportAllDeclaration",
          message:
            "List the names: a name added to a barrel becomes public without anybody's decision.",
        },
      ],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // vitest asks for a default export.
    files: ["test/vitest*.config.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  mayNotImport("contract", "sdk", "runtime", "stacks", "examples", "test"),
  mayNotImport("sdk", "runtime", "stacks", "examples", "test"),
  mayNotImport("runtime", "sdk", "stacks", "examples", "test"),
  mayNotImport("stacks", "runtime", "examples", "test"),
  mayNotImport("examples", "stacks", "test"),
  {
    // The manifests are plain data: a value of Pulumi in there would make them impossible to render without an engine.
    files: ["sdk/src/manifests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["@pulumi/*"],
              allowTypeImports: true,
              message: "Manifests are pure: import types of Pulumi only.",
            },
          ],
        },
      ],
    },
  },
  {
    // Only config.ts reads the environment; only server.ts touches the process.
    files: ["agent-runtime/src/**/*.ts"],
    ignores: ["agent-runtime/src/config.ts", "agent-runtime/src/server.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        {
          name: "process",
          message: "Only config.ts and server.ts know the process; pass what is needed.",
        },
      ],
    },
  },
  {
    files: ["sdk/src/**/*.ts", "contract/src/**/*.ts", "stacks/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Deployments do not depend on the shell they are made from.",
        },
      ],
    },
  },
);
