import { type Finding, ok, skipped, warning } from "../finding.js";
import type { Survey } from "../survey.js";

/** A card that changes is to be seen within this time. */
const MAX_AGE_SECONDS = 3600;

/** Can callers keep the card, and learn when it changes (A2A 1.0, section 8.6)? */
export async function checkCardCache(survey: Survey): Promise<Finding[]> {
  const { cardAnswer: answer, cardUrl, probe } = survey;
  if (!answer.isAnswer || answer.status !== 200) {
    return [skipped("There is no card to keep.")];
  }
  const etag = answer.headers.get("ETag");
  const cacheControl = answer.headers.get("Cache-Control");
  const findings: Finding[] = [];
  if (cacheControl === null) {
    findings.push(
      warning(
        "The card does not say how long it may be kept.",
        "Send 'Cache-Control: public, max-age=60' with it (A2A 1.0, section 8.6).",
      ),
    );
  }
  const maxAge = Number(/max-age=(\d+)/.exec(cacheControl ?? "")?.[1] ?? 0);
  if (maxAge > MAX_AGE_SECONDS) {
    findings.push(
      warning(
        `The card may be kept for ${maxAge} s: callers do not see a new one for as long.`,
        "Send a shorter 'max-age', such as 60. An ETag makes it cheap to ask again.",
      ),
    );
  }
  if (etag === null) {
    findings.push(
      warning(
        "The card has no ETag: it is sent whole to whoever asks whether it changed.",
        "Send an ETag with it (A2A 1.0, section 8.6).",
      ),
    );
  } else {
    const again = await probe(cardUrl, {
      headers: { Accept: "application/json", "A2A-Version": "1.0", "If-None-Match": etag },
    });
    if (!again.isAnswer || again.status !== 304) {
      findings.push(
        warning(
          `The card has an ETag, and whoever sends it back gets ${again.isAnswer ? `status ${again.status}` : "no answer"} instead of 304.`,
          "Answer 'If-None-Match' with 304. Does every replica send the same ETag?",
        ),
      );
    }
  }
  return findings.length === 0
    ? [ok(`The card is kept for ${maxAge} s, and asked for by its ETag.`)]
    : findings;
}
