import type { MountedCard } from "@berth/contract";
import { type CardSecurity, withSecurity } from "../auth/card-security.js";
import {
  type AgentCardDocument,
  type AgentInterface,
  toCardDocument,
  toInterfaces,
} from "./card-document.js";
import type { CardSigner } from "./card-signer.js";
import { type LegacyCardDocument, toLegacyCardDocument } from "./legacy-card-document.js";
import { createReadyAnswer, type ReadyAnswer } from "./ready-answer.js";

/** Where the keys are that check the signatures of a card, below the URL of the agent. */
export const KEYS_PATH = "/.well-known/jwks.json";

/** Seconds for which callers keep a card: it changes with a rollout, and they may lag so long. */
export const CARD_MAX_AGE_SECONDS = 60;

/** How many gateways an agent is known to at a time. What is known of the oldest is made anew. */
const MAX_AUDIENCES = 64;

/** A card in the form of each version. Without compatibility both are of A2A 1.0. */
export interface VersionedCards {
  current: AgentCardDocument;
  legacy: AgentCardDocument | LegacyCardDocument;
}

/** What callers of one URL get. */
export interface AudienceCards {
  documents: VersionedCards;
  extended: VersionedCards | undefined;
  answers: { current: ReadyAnswer; legacy: ReadyAnswer };
}

export interface EditionOptions {
  card: MountedCard;
  extendedCard: MountedCard | undefined;
  /** Since when it is served. */
  since: Date;
  /** The agent's own URL. */
  url: string;
  isCompatOn: boolean;
  /** How callers show who they are, where a card does not say it itself. */
  security: CardSecurity | undefined;
  signer: CardSigner | undefined;
  /** The headers that cards depend on. */
  vary: readonly string[];
}

/** The cards of an agent between two changes. */
export interface CardEdition {
  /** The public card, with what the runtime adds. */
  readonly card: MountedCard;
  /** What callers of the agent's own URL get. */
  readonly own: AudienceCards;
  /** What callers of another URL get. Made once, at the first call. */
  findCards: (url: string) => AudienceCards | Promise<AudienceCards>;
}

/** Makes the cards of an agent, and those for its own URL at once. */
export async function createCardEdition(options: EditionOptions): Promise<CardEdition> {
  const { extendedCard, isCompatOn, security, signer, since, vary } = options;
  const complete = (card: MountedCard): MountedCard => ({
    ...(security === undefined ? card : withSecurity(card, security)),
    capabilities: { ...card.capabilities, extendedAgentCard: extendedCard !== undefined },
  });
  const publicCard = complete(options.card);
  const completeExtended = extendedCard && complete(extendedCard);

  const toVersions = async (
    card: MountedCard,
    interfaces: AgentInterface[],
    keysUrl: string,
  ): Promise<VersionedCards> => {
    const document = toCardDocument(card, interfaces);
    const current = signer === undefined ? document : await signer.sign(document, keysUrl);
    return { current, legacy: isCompatOn ? toLegacyCardDocument(current) : current };
  };
  const toAnswer = (document: object): ReadyAnswer =>
    createReadyAnswer({
      contentType: "application/json",
      text: `${JSON.stringify(document, null, 2)}\n`,
      maxAgeSeconds: CARD_MAX_AGE_SECONDS,
      vary,
      since,
    });
  const create = async (url: string): Promise<AudienceCards> => {
    const interfaces = toInterfaces(url, isCompatOn);
    const keysUrl = toKeysUrl(url);
    const documents = await toVersions(publicCard, interfaces, keysUrl);
    const current = toAnswer(documents.current);
    return {
      documents,
      extended: completeExtended && (await toVersions(completeExtended, interfaces, keysUrl)),
      answers: { current, legacy: isCompatOn ? toAnswer(documents.legacy) : current },
    };
  };

  const known = new Map<string, AudienceCards | Promise<AudienceCards>>();
  const createOnce = (url: string): Promise<AudienceCards> => {
    const [oldest] = known.size < MAX_AUDIENCES ? [] : known.keys();
    if (oldest !== undefined) {
      known.delete(oldest);
    }
    const creating = create(url);
    known.set(url, creating);
    void creating.then(
      (cards) => known.get(url) === creating && known.set(url, cards),
      () => known.get(url) === creating && known.delete(url),
    );
    return creating;
  };
  return {
    card: publicCard,
    own: await create(options.url),
    findCards: (url) => known.get(url) ?? createOnce(url),
  };
}

/** True for callers that do not say that they read A2A 1.0 (section 3.6.2). */
export function isLegacyVersion(version: string): boolean {
  return version === "" || version.startsWith("0.");
}

/** A gateway may have the agent below a path, and the keys with it. */
function toKeysUrl(url: string): string {
  return new URL(`.${KEYS_PATH}`, url.endsWith("/") ? url : `${url}/`).href;
}
