// What the page says beside its content: announcements, passing notes, and the banner.
import { byId, fill, h } from "./dom.js";
import { connection } from "./api.js";
import { STRINGS } from "./strings.js";

let announceTimer;
let toastTimer;

/** Tells screen readers, once typing has paused. */
export function announce(text) {
  clearTimeout(announceTimer);
  announceTimer = setTimeout(() => {
    byId("announcer").textContent = text;
  }, 400);
}

/** Shows a note for a few seconds; it is announced too. */
export function toast(text, lasting = 3200) {
  const box = byId("toast");
  clearTimeout(toastTimer);
  box.textContent = text;
  box.classList.add("shown");
  toastTimer = setTimeout(() => box.classList.remove("shown"), lasting);
}

function showBanner(...content) {
  const banner = byId("banner");
  fill(banner, ...content);
  banner.hidden = false;
}

/** Follows the connection for as long as the page lives. */
export function watchConnection() {
  connection.addEventListener("down", () => showBanner(STRINGS.connection.down));
  connection.addEventListener("up", () => {
    byId("banner").hidden = true;
  });
  connection.addEventListener("signedout", () => {
    const again = h("button", { type: "button", class: "link-button", onclick: () => location.reload() }, STRINGS.connection.signIn);
    showBanner(`${STRINGS.connection.signedOut} `, again);
  });
}
