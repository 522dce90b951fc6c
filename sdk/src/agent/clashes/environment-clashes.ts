import { ENVIRONMENT } from "@berth/contract";
import { AgentRuntimeMode } from "../args.js";
import type { Clash } from "../clashes.js";
import { DEFAULT_RUNTIME_MODE } from "../defaults.js";
import { TUNING_VARIABLES } from "../environment-schema.js";
import { isPlainObject, readList, readMember } from "../plain-object.js";
import { RULES } from "../rules.js";

const EXPOSED_RULE = RULES.ownVariable("Use 'exposure'.");

/** Finds variables that are set twice, in the wrong container, or by the Agent because of another property. */
export function* findEnvironmentClashes(args: unknown): Generator<Clash> {
  const names = listNames(args, ["env"]);
  const places = new Map(names.map((variable) => [variable, "a name in 'env'"]));
  for (const variable of names) {
    const rule = findRule(args, variable);
    if (rule !== undefined) {
      yield { path: ["env", variable], value: {}, rule };
    }
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
    const rule = findRule(args, variable);
    if (rule !== undefined) {
      yield { path, rule };
    }
  }
  if (isExposed(args) && listNames(args, ["runtime", "env"]).includes(ENVIRONMENT.forwardedHosts)) {
    yield { path: ["runtime", "env", ENVIRONMENT.forwardedHosts], value: {}, rule: EXPOSED_RULE };
  }
}

function listNames(args: unknown, path: string[]): string[] {
  const env = readMember(args, path);
  return isPlainObject(env) ? Object.keys(env) : [];
}

/** The rule that a variable breaks in the container of the agent, or undefined where it breaks none. */
function findRule(args: unknown, variable: string): string | undefined {
  if (isExposed(args) && variable === ENVIRONMENT.forwardedHosts) {
    return EXPOSED_RULE;
  }
  const mode = readMember(args, ["runtime", "mode"]) ?? DEFAULT_RUNTIME_MODE;
  return mode === AgentRuntimeMode.Sidecar && TUNING_VARIABLES.includes(variable)
    ? RULES.variableOfSidecar
    : undefined;
}

function isExposed(args: unknown): boolean {
  return readMember(args, ["exposure"]) !== undefined;
}
