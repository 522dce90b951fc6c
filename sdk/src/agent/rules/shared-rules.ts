import { CIDR_RULE } from "../../cidr.js";
import {
  DATA_KEY_RULE,
  DNS_LABEL_RULE,
  DNS_SUBDOMAIN_RULE,
  LABEL_KEY_RULE,
  LABEL_VALUE_RULE,
  MAX_NUMBER,
  VARIABLE_NAME_RULE,
} from "../../kubernetes-syntax.js";
import { QUANTITY_RULE } from "../../quantity.js";

/** What holds of values wherever they are. */
export const SHARED_RULES = {
  cidr: CIDR_RULE,
  /** Of a number of things, and of a number of seconds that cannot be none. */
  count: `must be a whole number from 1 to ${MAX_NUMBER}.`,
  dataKey: DATA_KEY_RULE,
  dnsLabel: DNS_LABEL_RULE,
  dnsSubdomain: DNS_SUBDOMAIN_RULE,
  labelKey: LABEL_KEY_RULE,
  labelValue: LABEL_VALUE_RULE,
  path: "must be a path that begins with '/', such as '/healthz'.",
  quantity: QUANTITY_RULE,
  someText: "must be a text that is not empty.",
  text: "must be a text.",
  variableName: VARIABLE_NAME_RULE,
} as const;
