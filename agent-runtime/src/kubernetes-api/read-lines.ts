import { StringDecoder } from "node:string_decoder";

/**
 * Yields the lines of a text that comes in pieces, without the empty ones.
 *
 * @throws Error when a line is longer than so many characters.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxLength: number,
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maxLength) {
      throw new Error(`it sent a line of more than ${maxLength} characters.`);
    }
    yield* lines.filter((line) => line.trim() !== "");
  }
}
