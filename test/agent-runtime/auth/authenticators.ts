import type { User } from "@a2a-js/sdk/server";
import { type AuthSettings, toAuth } from "@berth/contract";
import { onTestFinished, vi } from "vitest";
import {
  type Authenticator,
  createAuthenticator,
} from "../../../agent-runtime/src/auth/authenticator.ts";
import { RefusedError } from "../../../agent-runtime/src/errors.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";

/** Knows who calls, at a time that the test sets. */
export interface AuthenticatorUnderTest extends Authenticator {
  log: RecordedLog;
  /** Tells whose token it is. */
  verify: (token: string) => Promise<User>;
  /** How a token is refused. */
  refuse: (token: string) => Promise<RefusedError>;
  advance: (ms: number) => void;
}

/** Makes an authenticator. The time of the process stands still: also that of jose. */
export function createAuthenticatorUnderTest(
  settings: AuthSettings | undefined,
): AuthenticatorUnderTest {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const log = createRecordedLog();
  const authenticator = createAuthenticator(settings && toAuth(settings), {
    clock: { now: () => new Date(), elapsedMs: () => Date.now() },
    log,
  });
  const verify = (token: string): Promise<User> =>
    authenticator.authenticate({ authorization: `Bearer ${token}` });
  return {
    ...authenticator,
    log,
    verify,
    refuse: (token) => catchRefusal(() => verify(token)),
    advance: (ms) => {
      vi.setSystemTime(Date.now() + ms);
    },
  };
}

/** Returns the refusal that a call ends with. */
export async function catchRefusal(call: () => Promise<unknown>): Promise<RefusedError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof RefusedError) {
      return error;
    }
    throw error;
  }
  throw new Error("The call was not refused.");
}
