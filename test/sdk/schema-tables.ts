/** A type as the schema of a package writes it. */
interface SchemaType {
  type?: string;
  $ref?: string;
  items?: SchemaType;
  additionalProperties?: SchemaType;
  plain?: boolean;
}

interface SchemaProperty extends SchemaType {
  description?: string;
  optional?: boolean;
}

type Properties = Record<string, SchemaProperty>;

/** The parts of a package's schema that tables are made of. */
export interface PackageSchema {
  resources: Record<string, { inputProperties: Properties; properties: Properties }>;
  types: Record<
    string,
    { properties?: Properties; enum?: { value: string; description: string }[] }
  >;
}

/** Writes a table of what a component is made from, as TypeScript spells it. */
export function toInputTable(schema: PackageSchema, component: string): string {
  const { inputProperties = {} } = schema.resources[`berth:index:${component}`] ?? {};
  return toPropertyTable(inputProperties);
}

/** Writes a table of what a component tells. */
export function toOutputTable(schema: PackageSchema, component: string): string {
  const { properties = {} } = schema.resources[`berth:index:${component}`] ?? {};
  return toTable(
    ["Output", "Type", "What it is"],
    Object.entries(properties).map(([name, property]) => [
      `\`${name}\``,
      `\`${toOutputType(property)}\``,
      toText(property.description),
    ]),
  );
}

/** Writes a table of the members of a type, or of the values of an enum. */
export function toTypeTable(schema: PackageSchema, type: string): string {
  const { properties, enum: values } = schema.types[`berth:index:${type}`] ?? {};
  return values === undefined
    ? toPropertyTable(properties ?? {})
    : toTable(
        ["Value", "What it is"],
        values.map(({ value, description }) => [`\`${value}\``, toText(description)]),
      );
}

function toPropertyTable(properties: Properties): string {
  return toTable(
    ["Property", "Type", "What it is"],
    Object.entries(properties).map(([name, property]) => [
      property.optional === true ? `\`${name}\`` : `\`${name}\`, required`,
      `\`${toInputType(property)}\``,
      toText(property.description),
    ]),
  );
}

function toInputType(type: SchemaType): string {
  const name = toTypeName(type, toInputType);
  return type.plain === true ? name : `Input<${name}>`;
}

function toOutputType(type: SchemaType): string {
  return toTypeName(type, toOutputType);
}

function toTypeName(
  { type, $ref, items, additionalProperties }: SchemaType,
  toMemberType: (type: SchemaType) => string,
): string {
  if (items !== undefined) {
    return `${toMemberType(items)}[]`;
  }
  if (additionalProperties !== undefined) {
    return `Record<string, ${toMemberType(additionalProperties)}>`;
  }
  // A type of the package ends in its token; a resource of another one too, encoded.
  return $ref === undefined ? (type ?? "") : (decodeURIComponent($ref).split(":").at(-1) ?? "");
}

function toText(description = ""): string {
  return description.replaceAll("\n", " ");
}

/** In the layout of prettier, which checks the document too. */
function toTable(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  const toLine = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(toLine).join("\n");
}
