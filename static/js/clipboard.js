// Copying, and saying that it was done.
import { h } from "./dom.js";
import { toast } from "./notices.js";
import { STRINGS } from "./strings.js";

async function toClipboard(value) {
  // Only secure pages and localhost have a clipboard; elsewhere the old way still works.
  if (navigator.clipboard) return navigator.clipboard.writeText(value);
  const box = h("textarea", { class: "visually-hidden", "aria-hidden": "true" });
  box.value = value;
  document.body.append(box);
  box.select();
  const isDone = document.execCommand("copy");
  box.remove();
  if (!isDone) throw new Error("the browser refused");
  return undefined;
}

/** Copies and says `done`; where the browser refuses, what should be copied is shown. */
export async function copy(value, done) {
  try {
    await toClipboard(value);
    toast(done);
  } catch {
    toast(STRINGS.copyFailed(value), 12000);
  }
}
