/** Makes a line of what an agent wrote: it must not look like more lines, nor move the cursor of a terminal. */
export function toOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
