// The types of what is taken and answered.
import { h } from "../dom.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.reference;
const BOUNDS = { minimum: "≥", maximum: "≤", minLength: words.least, maxLength: words.most, default: words.usually, pattern: words.like };

/** Text with what stands between backticks as code. */
export const withCode = (text = "") => text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part));

const link = (path) => {
  const name = path.split("/").pop();
  return h("a", { href: `#type-${name}` }, name);
};

/** A schema in a few words, with links to the types that it names. */
export function typeOf(schema) {
  if (!schema) return [];
  if (schema.$ref) return [link(schema.$ref)];
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.flatMap((one, at) => [at > 0 && ` ${words.or} `, ...typeOf(one)]);
  if (schema.allOf) return schema.allOf.flatMap((one, at) => [at > 0 && " + ", ...typeOf(one)]);
  if (schema.enum) return schema.enum.flatMap((value, at) => [at > 0 && ", ", h("code", {}, String(value))]);
  if (schema.const !== undefined) return [h("code", {}, String(schema.const))];
  const types = [schema.type ?? words.any].flat();
  if (types.includes("array")) return [`${words.listOf} `, ...typeOf(schema.items)];
  return [types.join(` ${words.or} `), schema.format && ` (${schema.format})`];
}

/** The limits of a schema. */
export function boundsOf(schema = {}) {
  const given = Object.entries(BOUNDS).filter(([name]) => schema[name] !== undefined);
  return given.flatMap(([name, sign]) => [` · ${sign} `, h("code", {}, String(schema[name]))]);
}

/** Every type, by name. */
export function typesPart(schemas) {
  const types = Object.entries(schemas).sort(([a], [b]) => a.localeCompare(b)).map(([name, schema]) => h(
    "details", { class: "operation", id: `type-${name}` },
    h("summary", {}, h("code", { class: "path" }, name), h("span", { class: "what" }, withCode(schema.description?.split("\n")[0]))),
    h("div", { class: "operation-body" }, bodyOf(schema)),
  ));
  return h("section", { "aria-labelledby": "types" }, h("h2", { id: "types" }, words.types), types);
}

function bodyOf(schema) {
  const parts = schema.allOf ?? [schema];
  const isShape = parts.some((part) => part.properties);
  return isShape ? parts.map((part) => (part.properties ? fields(part) : h("p", {}, words.alsoAll, typeOf(part)))) : h("p", {}, typeOf(schema), boundsOf(schema));
}

function fields({ properties, required = [] }) {
  return h("dl", { class: "fields" }, Object.entries(properties).map(([name, schema]) => h(
    "div", {},
    h("dt", {}, h("code", {}, name), " ", !required.includes(name) && h("span", { class: "muted" }, words.optional)),
    h("dd", {}, withCode(schema.description), h("span", { class: "type" }, typeOf(schema), boundsOf(schema))),
  )));
}
