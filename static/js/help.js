// The dialog that names the keys, and the switch that turns them off.
import { h, icon } from "./dom.js";
import * as shortcuts from "./shortcuts.js";
import { STRINGS } from "./strings.js";

const words = STRINGS.help;
let dialog;

const keys = (text) => text.split("  ").map((key) => h("kbd", {}, key));

function group([heading, rows]) {
  const list = rows.map(([key, meaning]) => h("div", { class: "key-row" }, h("dt", {}, keys(key)), h("dd", {}, meaning)));
  return h("section", {}, h("h3", {}, heading), h("dl", {}, list));
}

function build() {
  const toggle = h("input", { type: "checkbox", checked: shortcuts.areOn(), onchange: (event) => shortcuts.setOn(event.target.checked) });
  const close = h("button", { type: "button", class: "icon-button", "aria-label": words.close, onclick: () => dialog.close() }, icon("close"));
  dialog = h(
    "dialog", { class: "help", "aria-labelledby": "help-heading", onclick: (event) => event.target === dialog && dialog.close() },
    h("div", { class: "help-body" },
      h("div", { class: "help-head" }, h("h2", { id: "help-heading" }, words.heading), close),
      h("div", { class: "help-groups" }, words.groups.map(group)),
      h("label", { class: "switch" }, toggle, words.toggle)),
  );
  document.body.append(dialog);
}

/** Opens the dialog; Esc, the button and a click beside it close it. */
export function openHelp() {
  if (!dialog) build();
  if (!dialog.open) dialog.showModal();
}
