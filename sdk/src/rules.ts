// Rules about the kind of a value, for schemas. They follow the name of a property and its value.

export const OBJECT_RULE = "must be an object.";
export const MAP_RULE = "must be an object with a text for each name.";
export const LIST_RULE = "must be a list.";
export const TEXT_RULE = "must be a text.";
