import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { inputObjectName } from "../agent/value-schemas.js";
import { inputText, plain } from "../input.js";
import { isDnsLabel, isDnsSubdomain } from "../kubernetes-syntax.js";
import { ADAPTER_RULES } from "./arg-rules.js";
import type { PrometheusAdapterTlsArgs } from "./args.js";

/** The schema of a certificate of one's own, and how the API server trusts it. */
export const tlsSchema = plain(
  z
    .strictObject({
      secretName: inputObjectName.optional(),
      caBundle: inputText(isPem, ADAPTER_RULES.caBundle).optional(),
      injectCaFrom: inputText(isNamespacedName, ADAPTER_RULES.injectCaFrom).optional(),
      insecureSkipTlsVerify: plain(z.boolean()).default(false),
    })
    .superRefine((tls, context) => {
      const { caBundle, injectCaFrom, insecureSkipTlsVerify, secretName } = tls;
      const trusts = [caBundle !== undefined, injectCaFrom !== undefined, insecureSkipTlsVerify];
      if (trusts.filter(Boolean).length !== 1) {
        context.addIssue({ code: "custom", input: tls, message: ADAPTER_RULES.oneTrust });
        return;
      }
      if (insecureSkipTlsVerify !== (secretName === undefined)) {
        const message = insecureSkipTlsVerify
          ? ADAPTER_RULES.secretOfInsecure
          : ADAPTER_RULES.secretOfTls;
        context.addIssue({ code: "custom", path: ["secretName"], input: secretName, message });
      }
    }),
);

/** @internal */
export type _PrometheusAdapterTlsArgsInStep = Expect<
  Same<PrometheusAdapterTlsArgs, z.input<typeof tlsSchema>>
>;

function isPem(text: string): boolean {
  return text.includes("-----BEGIN CERTIFICATE-----");
}

function isNamespacedName(text: string): boolean {
  const [namespace = "", name = "", ...others] = text.split("/");
  return isDnsLabel(namespace) && isDnsSubdomain(name) && others.length === 0;
}
