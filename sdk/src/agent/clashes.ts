import {
  ADMIN_PORT,
  DEFAULT_AGENT_PORT,
  METRICS_PORT,
  SettingsError,
  type SettingsIssue,
} from "@berth/contract";
import { type AgentArgs, AgentRuntimeMode } from "./args.js";

/**
 * Checks what several properties must agree on.
 *
 * It reads args that nothing else has checked, so that its issues come together with all others: what
 * has the wrong type is passed over here.
 *
 * @throws SettingsError with all issues at once.
 */
export function requireNoClashes(args: AgentArgs): void {
  const issues = [...findPortClashes(args), ...findVariableClashes(args)];
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
}

function* findPortClashes({ port, runtime }: AgentArgs): Generator<SettingsIssue> {
  const taken: unknown[] = [METRICS_PORT, ADMIN_PORT];
  if (runtime?.mode === AgentRuntimeMode.Embedded && taken.includes(port)) {
    yield {
      propertyPath: "port",
      reason:
        `'port' (${String(port)}) must not be one of the runtime, which serves metrics on ` +
        `${METRICS_PORT} and probes on ${ADMIN_PORT}. Use another one, such as ${DEFAULT_AGENT_PORT}.`,
    };
  }
}

function* findVariableClashes({ env, secrets }: AgentArgs): Generator<SettingsIssue> {
  const places = new Map(Object.keys(env ?? {}).map((variable) => [variable, "a name in 'env'"]));
  for (const [index, secret] of (Array.isArray(secrets) ? secrets : []).entries()) {
    const variable: unknown = (secret as Partial<typeof secret> | null)?.env;
    if (typeof variable !== "string") {
      continue;
    }
    const propertyPath = `secrets[${index}].env`;
    const other = places.get(variable);
    if (other === undefined) {
      places.set(variable, `'${propertyPath}'`);
    } else {
      yield {
        propertyPath,
        reason: `'${propertyPath}' (${variable}) must differ from ${other}. Remove one of them.`,
      };
    }
  }
}
