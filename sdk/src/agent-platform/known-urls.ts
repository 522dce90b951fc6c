import { SettingsError } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import { hasCredentials, isTellableUrl } from "../agent/http-url.js";
import { checkWhenKnown } from "../input.js";
import { readArgs } from "../read-args.js";
import { AGENT_PLATFORM_RULES } from "./rules.js";
import type { AgentPlatformSpec } from "./spec.js";

/**
 * Begins to check the URLs that are known only later. A program with a wrong one then fails with the same
 * error as one that is wrong at once.
 *
 * @param component names it in the message.
 */
export function checkKnownUrls(spec: AgentPlatformSpec, component: string): AgentPlatformSpec {
  const check = (path: string, url: pulumi.Input<string>) =>
    checkWhenKnown(url, (known) => {
      readArgs(component, () => {
        requireKnownUrl(path, known);
      });
    });
  const { alerts, givenPrometheus } = spec;
  const { alertmanagerUrl } = alerts;
  const path = spec.prometheus.operator === undefined ? "url" : "operator.url";
  return {
    ...spec,
    givenPrometheus: givenPrometheus && {
      ...givenPrometheus,
      url: check(`prometheus.${path}`, givenPrometheus.url),
    },
    alerts: {
      ...alerts,
      ...(alertmanagerUrl === undefined
        ? {}
        : { alertmanagerUrl: check("alerts.alertmanagerUrl", alertmanagerUrl) }),
    },
  };
}

function requireKnownUrl(path: string, url: string): void {
  const hasPassword = hasCredentials(url);
  if (hasPassword || !isTellableUrl(url)) {
    const value = hasPassword ? "" : ` (${url})`;
    const rule = hasPassword ? AGENT_PLATFORM_RULES.urlCredentials : AGENT_PLATFORM_RULES.url;
    throw new SettingsError([{ propertyPath: "", reason: `'${path}'${value} ${rule}` }]);
  }
}
