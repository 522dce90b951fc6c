const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** Words of a question that say nothing about what is looked for. */
const IDLE_WORDS = new Set(
  (
    "a about all an and agent agents any anyone anybody are can could do does find for from get give have " +
    "help how i in is it me my of on or please somebody someone that the there this to want we what which " +
    "who will with would you"
  ).split(" "),
);

/** A word and its plural, say, begin alike: so long at least, and so many letters apart at most. */
const MIN_STEM_LENGTH = 4;
const MAX_ENDING_LENGTH = 3;

/** Two texts that differ by upper case, or by the way their letters are coded, become the same. */
export function foldText(text: string): string {
  // Upper case first: it makes two letters of one, as in German, and lower case makes none of it.
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC").trim();
}

/** The words of a text in any language, folded, each once. */
export function toWords(text: string): string[] {
  // To a segmenter this is one word.
  const segments = segmenter.segment(foldText(text).replaceAll("_", " "));
  const words = [...segments].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
  return [...new Set(words)];
}

/** The words of a question that say what is looked for. */
export function toTellingWords(text: string): string[] {
  return toWords(text).filter((word) => !IDLE_WORDS.has(word));
}

/** The same; all of its words when none of them says anything. */
export function toSearchWords(text: string): string[] {
  const telling = toTellingWords(text);
  return telling.length === 0 ? toWords(text) : telling;
}

/** True for the same word, and for forms of one that begin alike. */
export function isAlike(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return (
    short === long ||
    (short.length >= MIN_STEM_LENGTH &&
      long.length - short.length <= MAX_ENDING_LENGTH &&
      long.startsWith(short))
  );
}
