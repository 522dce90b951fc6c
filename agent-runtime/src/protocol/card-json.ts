import { AgentCard } from "@a2a-js/sdk";

const documents = new WeakMap<AgentCard, object>();

/** Makes the card that the SDK handles of the document that callers get. */
export function fromCardDocument(document: object): AgentCard {
  const card = AgentCard.fromJSON(document);
  documents.set(card, document);
  return card;
}

/**
 * The JSON of a card: the document it was made of. The serializer of the SDK leaves out required
 * members that are empty.
 */
export function toCardJson(card: AgentCard): unknown {
  return documents.get(card) ?? AgentCard.toJSON(card);
}
