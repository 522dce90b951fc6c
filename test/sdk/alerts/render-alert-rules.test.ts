import { SettingsError } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { toAlertGroups } from "../../../sdk/src/alerts/alert-groups.ts";
import { renderAlertRules } from "../../../sdk/src/alerts/render-alert-rules.ts";
import { toAlertRulesSpec } from "../../../sdk/src/alerts/spec.ts";

describe("renderAlertRules", () => {
  it("is a file of the groups, which JSON can carry as it is", () => {
    const file = renderAlertRules({ pendingSeconds: 60 });
    expect(file).toEqual({ groups: toAlertGroups(toAlertRulesSpec({ pendingSeconds: 60 })) });
    expect(JSON.parse(JSON.stringify(file))).toEqual(file);
  });

  it("needs nothing", () => {
    expect(renderAlertRules()).toEqual(renderAlertRules({}));
  });

  it("tells what is wrong with its args", () => {
    expect(() => renderAlertRules({ saturation: 2 })).toThrow(
      new SettingsError([
        {
          propertyPath: "saturation",
          reason: "'saturation' (2) must be above 0 and at most 1.",
        },
      ]),
    );
  });
});
