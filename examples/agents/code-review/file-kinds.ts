/** The languages that rules know, by the ends of file names. */
const LANGUAGES = {
  javascript: ["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte"],
  python: ["py"],
  go: ["go"],
  java: ["java", "kt"],
  ruby: ["rb"],
  rust: ["rs"],
  php: ["php"],
} as const;

export type Language = keyof typeof LANGUAGES;

const TEST_FILES = [
  /(?:^|\/)(?:tests?|__tests__|specs?)\//,
  /[._-](?:test|spec)\.\w+$/,
  /(?:^|\/)test_[^/]*\.py$/,
  /Test\.(?:java|kt)$/,
];

const GENERATED_FILES = [
  /(?:^|\/)(?:dist|build|vendor|node_modules)\//,
  /(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|go\.sum)$/,
  /\.(?:lock|min\.\w+|map|snap)$/,
];

/** The language of a file by its name. Undefined for one that no rule knows. */
export function findLanguage(path: string): Language | undefined {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return (Object.keys(LANGUAGES) as Language[]).find((language) =>
    (LANGUAGES[language] as readonly string[]).includes(ending),
  );
}

/** Whether a file holds tests, by the customs of the languages above. */
export function isTestFile(path: string): boolean {
  return TEST_FILES.some((pattern) => pattern.test(path));
}

/** Whether nobody writes a file by hand, so that nobody can be asked to mend it. */
export function isGenerated(path: string): boolean {
  return GENERATED_FILES.some((pattern) => pattern.test(path));
}
