import { SettingsError, type SettingsIssue } from "@berth/contract";

/** There is no card that validates, or it could not be read. */
export class CardError extends Error {
  readonly issues: readonly SettingsIssue[];
  /** True: the agent has answered, and what it has is no card. Another answer may not come by itself. */
  readonly isFinal: boolean;

  constructor(issues: readonly SettingsIssue[], isFinal: boolean, options?: ErrorOptions) {
    super(issues.map(({ reason }) => reason).join("\n"), options);
    this.name = "CardError";
    this.issues = issues;
    this.isFinal = isFinal;
  }
}

/** An error about a card as a whole. The rule goes on after where the card is. */
export function toCardError(
  cardUrl: string,
  rule: string,
  isFinal: boolean,
  cause?: unknown,
): CardError {
  const issue = { propertyPath: "card", reason: `'card' (${cardUrl}) ${rule}` };
  return new CardError([issue], isFinal, { cause });
}

/** Takes the issues of a card that lacks something. */
export function fromSettingsError(error: unknown): CardError | undefined {
  return error instanceof SettingsError
    ? new CardError(error.issues, true, { cause: error })
    : undefined;
}
