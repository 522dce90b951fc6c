/** The parts of a package's schema that a program in another language rests on. */
export interface ProgramSchema {
  resources: Record<
    string,
    { inputProperties?: Properties; requiredInputs?: string[]; properties?: Properties }
  >;
  types?: Record<
    string,
    { properties?: Properties; required?: string[]; enum?: { value: unknown }[] }
  >;
}

type Properties = Record<string, Property>;

interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
  plain?: boolean;
}

/**
 * Finds what a program that was written against one schema could not do any more, or would have to do
 * besides, with the next one. A deployment of such a program fails after an update of the package.
 */
export function findBreakingChanges(before: ProgramSchema, after: ProgramSchema): string[] {
  return [
    ...Object.entries(before.resources).flatMap(([token, resource]) => {
      const next = after.resources[token];
      return next === undefined
        ? [`the component '${token}' is gone`]
        : [
            ...compareProperties(
              `input of '${token}'`,
              resource.inputProperties,
              next.inputProperties,
            ),
            ...findNewlyRequired(
              `input of '${token}'`,
              resource.requiredInputs,
              next.requiredInputs,
            ),
            ...compareProperties(`output of '${token}'`, resource.properties, next.properties),
          ];
    }),
    ...Object.entries(before.types ?? {}).flatMap(([token, type]) => {
      const next = after.types?.[token];
      return next === undefined
        ? [`the type '${token}' is gone`]
        : [
            ...compareProperties(`member of '${token}'`, type.properties, next.properties),
            ...findNewlyRequired(`member of '${token}'`, type.required, next.required),
            ...findLostValues(token, type.enum, next.enum),
          ];
    }),
  ];
}

function compareProperties(
  what: string,
  before: Properties = {},
  after: Properties = {},
): string[] {
  return Object.entries(before).flatMap(([name, property]) => {
    const next = after[name];
    if (next === undefined) {
      return [`the ${what} '${name}' is gone`];
    }
    const [old, now] = [toTypeText(property), toTypeText(next)];
    // A program that gives a plain value may go on to do so where an Output is taken too.
    return old === now || old === `plain ${now}`
      ? []
      : [`the ${what} '${name}' was ${old} and is ${now}`];
  });
}

function findNewlyRequired(what: string, before: string[] = [], after: string[] = []): string[] {
  return after
    .filter((name) => !before.includes(name))
    .map((name) => `the ${what} '${name}' must be given`);
}

function findLostValues(
  token: string,
  before: { value: unknown }[] = [],
  after: { value: unknown }[] = [],
): string[] {
  const values = after.map(({ value }) => value);
  return before
    .filter(({ value }) => !values.includes(value))
    .map(({ value }) => `the value '${String(value)}' of '${token}' is gone`);
}

/** What is plain cannot be an Output: what was an Input and is plain now is another type. */
function toTypeText({ type, $ref, items, additionalProperties, plain }: Property): string {
  const text =
    $ref ??
    (items && `list of ${toTypeText(items)}`) ??
    (additionalProperties && `map of ${toTypeText(additionalProperties)}`) ??
    type ??
    "anything";
  return plain === true ? `plain ${text}` : text;
}
