// The rules that a reader of the code can rely on. CONTRIBUTING.md gives the reasons, and
// test/repository/ shows each direction to fail on a violation.
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** The folder and the npm name of each workspace. */
const workspaces = {
  contract: "@berth/contract",
  sdk: "@berth/berth",
  "agent-runtime": "@berth/agent-runtime",
  stacks: "@berth/stacks",
  examples: "@berth/examples",
  test: "@berth/test",
};

/** What holds in every TypeScript file. */
const everywhere = [
  {
    selector: "ExportDefaultDeclaration",
    message: "Name every export: a default export has another name in every file that imports it.",
  },
  {
    selector: "ExportAllDeclaration",
    message: "List the names: a name added to a barrel becomes public without anybody's decision.",
  },
];

/** Imports that no workspace but the tests makes: past the surface of another one. */
const pastTheSurface = {
  regex: "^@berth/[^/]+/.|/\\.\\./[^/]+/(src|dist)(/|$)",
  message: "Import a workspace by its package name: only what it exports is its surface.",
};

/** The other way to the process, past the rule about the global one. */
const processModule = {
  regex: "^(node:)?process$",
  message: "Pass in what is needed: config.ts and server.ts of agent-runtime use the global one.",
};

/**
 * Refuses every way to import the given patterns: statements, `import()` and types.
 *
 * One call for a set of files: a second one would replace the first.
 */
function refuseImports(files, patterns) {
  return {
    files,
    rules: {
      "no-restricted-imports": ["error", { patterns }],
      "no-restricted-syntax": [
        "error",
        ...everywhere,
        ...patterns.flatMap(({ regex, message }) =>
          ["ImportExpression", "TSImportType"].map((node) => ({
            selector: `${node}[source.value=/${regex.replaceAll("/", "\\/")}/]`,
            message,
          })),
        ),
      ],
    },
  };
}

/** Refuses imports of the named workspaces, by package name and by path. */
function mayNotImport(folder, ...others) {
  return refuseImports(
    [`${folder}/**/*.ts`],
    [
      ...others.map((other) => ({
        regex: `^${workspaces[other]}(/|$)|(^|/)\\.\\./${other}(/|$)`,
        message: `${folder} must not import ${other}: the directions are in ARCHITECTURE.md.`,
      })),
      pastTheSurface,
      processModule,
    ],
  );
}

/** Refuses imports from later stages of the flow through sdk. */
function flowsOneWay(files, laterStages) {
  return {
    files,
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: laterStages,
              message: "sdk flows one way: args, spec, names, manifests, components.",
            },
          ],
        },
      ],
    },
  };
}

const noProcess = {
  "no-restricted-globals": [
    "error",
    {
      name: "process",
      message: "Pass in what is needed: only config.ts and server.ts of agent-runtime know it.",
    },
  ],
  "no-restricted-properties": [
    "error",
    { object: "globalThis", property: "process", message: "Pass in what is needed." },
  ],
};

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
      // An import of nothing but types is one of type, else the module is loaded for nothing.
      "@typescript-eslint/no-import-type-side-effects": "error",
      "no-restricted-syntax": ["error", ...everywhere],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // vitest asks for a default export.
    files: ["test/vitest*.config.ts"],
    rules: { "no-restricted-syntax": "off" },
  },

  // contract <- sdk <- stacks, contract <- agent-runtime, * <- test
  mayNotImport("contract", "sdk", "agent-runtime", "stacks", "examples", "test"),
  mayNotImport("sdk", "agent-runtime", "stacks", "examples", "test"),
  mayNotImport("agent-runtime", "sdk", "stacks", "examples", "test"),
  mayNotImport("stacks", "agent-runtime", "examples", "test"),
  mayNotImport("examples", "stacks", "test"),

  // args <- spec <- names <- manifests <- components
  flowsOneWay(["sdk/src/**/spec.ts"], "/names\\.js$|/manifests/"),
  flowsOneWay(["sdk/src/**/names.ts"], "/manifests/"),
  {
    // Manifests are plain data: with a value of Pulumi they could not be rendered without an engine.
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
    // What is deployed does not depend on the shell it is deployed from.
    files: ["contract/**/*.ts", "sdk/**/*.ts", "stacks/**/*.ts"],
    rules: noProcess,
  },
  {
    files: ["agent-runtime/src/**/*.ts"],
    ignores: ["agent-runtime/src/config.ts", "agent-runtime/src/server.ts"],
    rules: noProcess,
  },
  {
    files: ["agent-runtime/src/server.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Only config.ts reads the environment." },
      ],
    },
  },
);
