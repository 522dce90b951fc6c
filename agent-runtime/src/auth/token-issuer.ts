import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { TokenExpectation, VerifiedPayload } from "./verify-token.js";

/** What an issuer of tokens rests on. */
export interface TokenGround {
  clock: Pick<Clock, "elapsedMs" | "now">;
  log: AgentLog;
}

/** An issuer whose tokens are accepted. */
export interface TokenIssuer {
  /** @throws KeysUnavailableError when the issuer must be asked, and does not answer. */
  getExpectation: () => TokenExpectation | Promise<TokenExpectation>;
  /**
   * Names the user of a token that is right. No two issuers have a user of one name.
   *
   * @throws RefusedError when it may not call.
   */
  toUserName: (payload: VerifiedPayload) => string;
}
