/** A fenced block of a Markdown text. */
interface Block {
  language: string;
  text: string;
}

function toBlocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

/** Every command of the text, in its order. */
export function findCommands(markdown: string): string[] {
  return toBlocks(markdown)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.trim().split("\n"));
}

/**
 * The files that the text tells a reader to write, by the path that the first line of each names.
 *
 * JSON has no comments: the one JSON block is the card beside the executor.
 */
export function findFiles(markdown: string): Map<string, string> {
  return new Map(
    toBlocks(markdown).flatMap(({ language, text }): [string, string][] => {
      const path = /^(?:\/\/|#) (my-agent\/\S+)\n/.exec(text)?.[1];
      if (language === "json") {
        return [["my-agent/card.json", text]];
      }
      return path === undefined ? [] : [[path, text]];
    }),
  );
}
