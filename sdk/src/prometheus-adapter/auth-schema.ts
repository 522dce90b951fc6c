import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { inputObjectName } from "../agent/value-schemas.js";
import { inputText, plain } from "../input.js";
import { DATA_KEY_RULE, isDataKey } from "../kubernetes-syntax.js";
import { ADAPTER_RULES } from "./arg-rules.js";
import type { PrometheusAdapterAuthArgs } from "./args.js";

const KEYS = ["caKey", "tokenKey"] as const;

const dataKey = inputText(isDataKey, DATA_KEY_RULE);

/** The schema of what the adapter shows to Prometheus, and how it knows it. */
export const authSchema = plain(
  z
    .strictObject({
      serviceAccountToken: plain(z.boolean()).default(false),
      secretName: inputObjectName.optional(),
      caKey: dataKey.optional(),
      tokenKey: dataKey.optional(),
    })
    .superRefine((auth, context) => {
      const { secretName, serviceAccountToken } = auth;
      const given = KEYS.filter((name) => auth[name] !== undefined);
      if (serviceAccountToken === (secretName !== undefined)) {
        context.addIssue({ code: "custom", input: auth, message: ADAPTER_RULES.authOfNothing });
      } else if (serviceAccountToken) {
        for (const name of given) {
          const message = ADAPTER_RULES.keyWithoutSecret;
          context.addIssue({ code: "custom", path: [name], input: auth[name], message });
        }
      } else if (given.length === 0) {
        const message = ADAPTER_RULES.secretOfNothing;
        context.addIssue({ code: "custom", path: ["secretName"], input: secretName, message });
      }
    }),
);

/** @internal */
export type _PrometheusAdapterAuthArgsInStep = Expect<
  Same<PrometheusAdapterAuthArgs, z.input<typeof authSchema>>
>;
