/** What holds of the platform of the cluster, and of what must agree with it. */
export const PLATFORM_RULES = {
  platform: "must be the output 'binding' of an AgentPlatform, or an object with its properties.",
  platformDiffers: (property: string, platform: string) =>
    `must be that of the 'platform' (${platform}). Give '${property}' as ${platform}.`,
  prometheusUrl: "must be an absolute http or https URL.",
  /** Told of another property: the engine prints what is at the path of an issue. */
  prometheusCredentials: (property: string) =>
    `must come with a '${property}' without a user and a password, since it stands in an object for ` +
    "all to read. Use 'scaling.keda.authentication'.",
} as const;
