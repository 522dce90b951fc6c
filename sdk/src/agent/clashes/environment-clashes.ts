import { ENVIRONMENT } from "@berth/contract";
import type { Clash } from "../clashes.js";
import { isPlainObject, readList, readMember } from "../plain-object.js";
import { RULES } from "../rules.js";

/** Finds variables that are set twice, or that the Agent sets because of another property. */
export function* findEnvironmentClashes(args: unknown): Generator<Clash> {
  const env = readMember(args, ["env"]);
  const names = isPlainObject(env) ? Object.keys(env) : [];
  const places = new Map(names.map((variable) => [variable, "a name in 'env'"]));
  if (isExposed(args) && places.has(ENVIRONMENT.forwardedHosts)) {
    yield {
      path: ["env", ENVIRONMENT.forwardedHosts],
      value: {},
      rule: RULES.ownVariable("Use 'exposure'."),
    };
  }
  for (const index of readList(args, ["secrets"]).keys()) {
    const path = ["secrets", index, "env"];
    const variable = readMember(args, path);
    if (typeof variable !== "string") {
      continue;
    }
    const other = places.get(variable);
    if (other === undefined) {
      places.set(variable, `'secrets[${index}].env'`);
    } else {
      yield { path, rule: RULES.sameVariable(other) };
    }
    if (isExposed(args) && variable === ENVIRONMENT.forwardedHosts) {
      yield { path, rule: RULES.ownVariable("Use 'exposure'.") };
    }
  }
}

function isExposed(args: unknown): boolean {
  return readMember(args, ["exposure"]) !== undefined;
}
