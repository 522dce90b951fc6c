/** The type without its parameters, such as `charset` (RFC 9110, section 8.3.1). */
export function toEssence(mediaType: string): string {
  return (mediaType.split(";", 1)[0] ?? "").trim().toLowerCase();
}
