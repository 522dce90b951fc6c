import type { ApiKeyConfig } from "./auth-config.js";

/** The headers that carry keys, each once, as it was first written. */
export function toKeyHeaders(configs: readonly ApiKeyConfig[]): string[] {
  const names = configs.map(({ header }) => header.toLowerCase());
  return configs
    .filter(({ header }, index) => names.indexOf(header.toLowerCase()) === index)
    .map(({ header }) => header);
}
