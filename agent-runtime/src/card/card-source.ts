import { type ServerCallContext, STATE_HEADERS_KEY } from "@a2a-js/sdk/server";
import type { MountedCard } from "@berth/contract";
import type { IncomingHttpHeaders } from "node:http";
import type { AgentLog } from "../agent-task.js";
import type { CardSecurity } from "../auth/card-security.js";
import type { Clock } from "../clock.js";
import type { HttpAnswer, HttpRequest, HttpRoute } from "../http/http-exchange.js";
import { AUDIENCE_HEADERS, createAudienceUrls } from "./audience-url.js";
import type { AgentCardDocument } from "./card-document.js";
import {
  type AudienceCards,
  CARD_MAX_AGE_SECONDS,
  type CardEdition,
  createCardEdition,
  isLegacyVersion,
  type VersionedCards,
} from "./card-edition.js";
import { watchCardFile } from "./card-file-watch.js";
import type { CardSigner } from "./card-signer.js";
import { createForwardedHosts } from "./forwarded-hosts.js";
import { checkPromises, type LoadedCards } from "./load-card.js";
import { chooseAnswer, createReadyAnswer } from "./ready-answer.js";

const VERSION_NAME = "A2A-Version";
const VERSION_HEADER = "a2a-version";

export interface CardSourceOptions {
  cards: LoadedCards;
  /** Where callers reach the agent who come through no gateway. */
  url: string;
  /** A2A 0.3 is spoken besides. */
  isCompatOn: boolean;
  /** The hosts whose forwarding headers are believed. */
  forwardedHosts?: readonly string[];
  /** How callers show who they are, where a card does not say it itself. */
  security?: CardSecurity | undefined;
  signer?: CardSigner | undefined;
  /** Completes the public card by what else is known of the agent, now. Defaults to the card itself. */
  complete?: (card: MountedCard) => MountedCard;
  clock: Pick<Clock, "now">;
  log: AgentLog;
  /** Told of the card at first and after each change: as callers get it, and as it was written. */
  onCard?: (document: AgentCardDocument, card: MountedCard) => void;
  /** How often files are looked at, in milliseconds. */
  filePeriodMs?: number;
}

/** The cards of an agent, as they are now. */
export interface CardSource {
  /** The public card, with what the runtime adds. */
  readonly card: MountedCard;
  /** The public card as callers of the agent's own URL get it. */
  readonly document: AgentCardDocument;
  /** The public card as a caller with these headers gets it. */
  findDocument: (headers: IncomingHttpHeaders) => AgentCardDocument | Promise<AgentCardDocument>;
  /** Answers with the public card (A2A 1.0, section 8.6). */
  answer: HttpRoute;
  /** Answers with the keys that check signatures. Undefined when cards are not signed. */
  answerKeys: HttpRoute | undefined;
  /** The card for authenticated callers, ready to send in the version of the call. */
  extended: (
    context: Pick<ServerCallContext, "requestedVersion" | "state">,
  ) => Promise<VersionedCards["current" | "legacy"] | undefined>;
  /** Something else is known of the agent: makes the cards anew. */
  refresh: () => Promise<void>;
  /** Looks at no file any more. */
  close: () => void;
}

/** Makes the cards of an agent. They follow the files they come from. */
export async function createCardSource(options: CardSourceOptions): Promise<CardSource> {
  const { clock, forwardedHosts = [], isCompatOn, log, security, signer } = options;
  const { complete = (card: MountedCard): MountedCard => card } = options;
  const hosts = createForwardedHosts(forwardedHosts);
  const vary = [VERSION_NAME, ...(hosts.isAny ? AUDIENCE_HEADERS : [])];
  const url = new URL(options.url).href;
  const findUrl = createAudienceUrls(url, hosts);

  const createEdition = ({ main, extended }: LoadedCards): Promise<CardEdition> =>
    createCardEdition({
      card: complete(main.card),
      extendedCard: extended?.card,
      since: clock.now(),
      url,
      isCompatOn,
      security,
      signer,
      vary,
    });
  let { cards } = options;
  let edition = await createEdition(cards);
  const tell = (): void => options.onCard?.(edition.own.documents.current, cards.main.card);
  tell();

  /** One change after the other. What cannot be served changes nothing. */
  let changing = Promise.resolve();
  const change = (part: Partial<LoadedCards>): Promise<void> => {
    const changed = changing.then(async () => {
      const next = { ...cards, ...part };
      checkPromises(next.main.card, next.extended !== undefined);
      edition = await createEdition(next);
      cards = next;
      tell();
    });
    changing = changed.catch(() => undefined);
    return changed;
  };
  const watch = (name: keyof LoadedCards): (() => void)[] => {
    const file = cards[name]?.file;
    return file === undefined
      ? []
      : [
          watchCardFile({
            file,
            periodMs: options.filePeriodMs,
            onCard: (card) => change({ [name]: { card, file } }),
            log,
          }),
        ];
  };
  const unwatch = [...watch("main"), ...watch("extended")];

  const findCards = (headers: IncomingHttpHeaders): AudienceCards | Promise<AudienceCards> => {
    const audienceUrl = findUrl(headers);
    return audienceUrl === undefined ? edition.own : edition.findCards(audienceUrl);
  };
  return {
    get card() {
      return edition.card;
    },
    get document() {
      return edition.own.documents.current;
    },
    findDocument: (headers) => {
      const found = findCards(headers);
      return found instanceof Promise
        ? found.then(({ documents }) => documents.current)
        : found.documents.current;
    },
    answer: (request) => {
      const found = findCards(request.headers);
      return found instanceof Promise
        ? found.then((later) => choose(later, request))
        : choose(found, request);
    },
    answerKeys: signer && createKeysRoute(signer, clock.now()),
    extended: async ({ requestedVersion, state }) => {
      const headers = (state.get(STATE_HEADERS_KEY) ?? {}) as IncomingHttpHeaders;
      const { extended } = await findCards(headers);
      return isLegacyVersion(requestedVersion) ? extended?.legacy : extended?.current;
    },
    refresh: () => change({}),
    close: () => {
      for (const end of unwatch) {
        end();
      }
    },
  };
}

/** No more than a look at some headers: this is asked for more often than anything else. */
function choose({ answers }: AudienceCards, request: HttpRequest): HttpAnswer {
  const { headers } = request;
  const version = headers[VERSION_HEADER] ?? request.query.get(VERSION_NAME) ?? "";
  const isLegacy = isLegacyVersion(String(version).trim());
  return chooseAnswer(isLegacy ? answers.legacy : answers.current, headers);
}

function createKeysRoute(signer: CardSigner, since: Date): HttpRoute {
  const ready = createReadyAnswer({
    contentType: "application/jwk-set+json",
    text: `${JSON.stringify(signer.keys, null, 2)}\n`,
    maxAgeSeconds: CARD_MAX_AGE_SECONDS,
    vary: [],
    since,
  });
  return ({ headers }) => chooseAnswer(ready, headers);
}
