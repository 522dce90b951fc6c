import { SettingsError, type SettingsIssue } from "@berth/contract";

/** Reads each of several parts of the same settings. */
type Readers = Record<string, () => unknown>;

/** What the readers read. */
type Read<R extends Readers> = { [Part in keyof R]: ReturnType<R[Part]> };

/**
 * Reads several parts of the same settings, so that the issues of one do not hide those of another.
 *
 * @throws SettingsError with the issues of all parts.
 */
export function readTogether<R extends Readers>(readers: R): Read<R> {
  const issues: SettingsIssue[] = [];
  const entries = Object.entries(readers).map(([part, read]): [string, unknown] => {
    try {
      return [part, read()];
    } catch (error) {
      if (!(error instanceof SettingsError)) {
        throw error;
      }
      issues.push(...error.issues);
      return [part, undefined];
    }
  });
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
  return Object.fromEntries(entries) as Read<R>;
}

/**
 * Reads settings that are a property of larger ones, so that issues tell where a person wrote them:
 * `card.skills[0].tags` and not `skills[0].tags`.
 *
 * @throws SettingsError with all issues at once.
 */
export function readWithin<T>(property: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof SettingsError
      ? new SettingsError(error.issues.map((issue) => toIssueWithin(property, issue)))
      : error;
  }
}

/** A reason begins with the path, or with these words where the settings as a whole are wrong. */
function toIssueWithin(property: string, { propertyPath, reason }: SettingsIssue): SettingsIssue {
  const subject = propertyPath === "" ? "The settings" : `'${propertyPath}'`;
  const path = toPathWithin(property, propertyPath);
  return {
    propertyPath: path,
    reason: reason.startsWith(subject) ? `'${path}'${reason.slice(subject.length)}` : reason,
  };
}

function toPathWithin(property: string, path: string): string {
  return path === "" || path.startsWith("[") ? `${property}${path}` : `${property}.${path}`;
}
