/** Where the card was before A2A 0.3. */
export const FORMER_CARD_PATH = "/.well-known/agent.json";
