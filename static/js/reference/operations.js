// The operations of the API: what each takes, and what it answers.
import { h } from "../dom.js";
import { STRINGS } from "../strings.js";
import { boundsOf, typeOf, withCode } from "./types.js";

const words = STRINGS.reference;
const METHODS = ["get", "head", "post", "delete"];

/** The operations of one tag, by address. */
export function operationsPart(reference, tag) {
  const found = Object.entries(reference.paths).flatMap(([path, item]) => METHODS
    .filter((method) => item[method]?.tags?.includes(tag.name))
    .map((method) => operation(reference, path, method, item[method])));
  const id = `tag-${tag.name}`;
  return h("section", { "aria-labelledby": id }, h("h2", { id }, tag.name), h("p", { class: "muted" }, withCode(tag.description)), found);
}

function operation(reference, path, method, { operationId, summary, description, parameters = [], requestBody, responses }) {
  const body = Object.values(requestBody?.content ?? {})[0];
  return h(
    "details", { class: "operation", id: `${method}-${operationId}`, dataset: { testid: "operation" } },
    h("summary", {},
      h("span", { class: `method ${method}` }, method.toUpperCase()), h("code", { class: "path" }, path.replaceAll("/", "/\u200b")),
      h("span", { class: "what" }, withCode(summary))),
    h("div", { class: "operation-body" },
      description && h("p", {}, withCode(description)),
      parameters.length > 0 && h("h3", {}, words.parameters),
      parameters.length > 0 && h("dl", { class: "fields" }, parameters.map(parameter)),
      body && h("h3", {}, words.body),
      body && h("p", {}, typeOf(body.schema)),
      h("h3", {}, words.answers),
      h("dl", { class: "fields" }, Object.entries(responses).map(([status, response]) => answer(reference, status, response))),
      h("h3", {}, words.example),
      h("pre", { tabindex: "0" }, h("code", {}, example(path, method, parameters)))),
  );
}

function parameter({ name, in: place, required, description, schema, example: shown }) {
  return h("div", {},
    h("dt", {}, h("code", {}, name), " ", h("span", { class: "muted" }, place, required ? `, ${words.required}` : "")),
    h("dd", {}, withCode(description), h("span", { class: "type" }, typeOf(schema), boundsOf(schema),
      shown !== undefined && [` · ${words.such} `, h("code", {}, String(shown))])));
}

function answer(reference, status, response) {
  const name = response.$ref?.split("/").pop();
  const told = name ? reference.components.responses[name] : response;
  const contents = Object.entries(told.content ?? {}).map(([mime, { schema }], at) => [
    at > 0 && ", ", h("code", {}, mime), " ", schema?.$ref ? typeOf(schema) : null,
  ]);
  return h("div", {}, h("dt", {}, h("code", {}, status)), h("dd", {}, withCode(told.description), contents.length > 0 && h("span", { class: "type" }, contents)));
}

/** How it is asked from a shell. */
function example(path, method, parameters) {
  const query = parameters.filter((one) => one.in === "query" && (one.required || one.name === "q"));
  const pairs = query.map((one) => `${one.name}=${encodeURIComponent(one.example ?? "…")}`);
  const how = { get: "", head: "-I ", post: "-X POST ", delete: "-X DELETE " }[method];
  const address = `${location.origin}${path}${pairs.length ? `?${pairs.join("&")}` : ""}`;
  return `curl ${how}-H "Authorization: Bearer $TOKEN" '${address}'`;
}
