import { isJsonObject, isSame, type Json, type Path, valueAt } from "../values/json.ts";

export interface Change {
  path: Path;
  kind: "add" | "delete" | "update";
}

/** The smallest places at which two sets of inputs differ. */
export function findChanges(
  olds: Json | undefined,
  news: Json | undefined,
  path: Path = [],
): Change[] {
  if (isSame(olds, news)) {
    return [];
  }
  if (isJsonObject(olds) && isJsonObject(news)) {
    const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
    return [...keys].flatMap((key) =>
      findChanges(valueAt(olds, key), valueAt(news, key), [...path, key]),
    );
  }
  if (Array.isArray(olds) && Array.isArray(news)) {
    const length = Math.max(olds.length, news.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      findChanges(olds[index], news[index], [...path, index]),
    );
  }
  const kind = (olds ?? null) === null ? "add" : (news ?? null) === null ? "delete" : "update";
  return [{ path, kind }];
}
