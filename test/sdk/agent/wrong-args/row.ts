import type { SettingsIssue } from "@berth/contract";
import type { LooseArgs } from "../catch-issues.ts";

/** Args that break a rule, and all that is told about them. */
export interface WrongArgs {
  /** What is wrong, as the object of a sentence. */
  title: string;
  /** What takes the place of, or is added to, the minimal args. */
  args: LooseArgs;
  issues: SettingsIssue[];
  /** The name of the component, where it matters. */
  component?: string;
  /** Why a program in another language cannot make this mistake. */
  onlyInTypeScript?: string;
}

/** A row of the table. A reason begins with the path of the property that it is about. */
export function wrong(title: string, args: LooseArgs, ...reasons: string[]): WrongArgs {
  return {
    title,
    args,
    issues: reasons.map((reason) => ({
      propertyPath: /^'(.*?)'/.exec(reason)?.[1] ?? "",
      reason,
    })),
  };
}

/** Args of an image without a runtime. */
export function withoutRuntime(args: LooseArgs): LooseArgs {
  return { runtime: { mode: "None" }, ...args };
}

/** Args of an agent behind a sidecar. */
export function withSidecar(runtime: LooseArgs, args: LooseArgs = {}): LooseArgs {
  return { runtime: { mode: "Sidecar", ...runtime }, ...args };
}

/** Args of an agent that an Ingress leads to. */
export function withIngress(args: LooseArgs, ingress: unknown = {}): LooseArgs {
  const from = [{ namespace: "ingress-nginx" }];
  return { exposure: { hostname: "agents.example.com", ingress, from }, ...args };
}
