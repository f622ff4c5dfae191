// Addresses to views. A view is a function (context) => cleanup; links inside the page don't reload it.

const routes = [];
let cleanup;
let outlet;
let missing;

/** Names the views: [[pattern, view], …] and the one for an address that fits none. */
export function start(element, table, notFound) {
  outlet = element;
  missing = notFound;
  routes.push(...table);
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => render(true));
  document.addEventListener("click", followLink);
  addEventListener("pagehide", rememberScroll);
  render(Boolean(history.state?.scroll));
}

/** Goes to an address as a new step of the history. */
export function go(url, { byUser = true } = {}) {
  rememberScroll();
  history.pushState({ inside: true }, "", url);
  render(false, byUser);
}

/** Changes the address without a new view: a new step (`push`) or the same one. */
export function setAddress(url, { push = false } = {}) {
  if (url === location.pathname + location.search) return;
  if (push) history.pushState({ inside: true }, "", url);
  else history.replaceState(history.state, "", url);
}

/** Keeps something about this step, to be found when somebody comes back to it. */
export function remember(more) {
  history.replaceState({ ...history.state, ...more }, "");
}

function rememberScroll() {
  remember({ scroll: scrollY });
}

function followLink(event) {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.hash && link.pathname === location.pathname) return;
  if (link.pathname.startsWith("/api/") || link.pathname.startsWith("/static/")) return;
  event.preventDefault();
  go(link.href);
}

function render(isReturn, byUser = false) {
  const { pathname, search } = location;
  const match = routes.map(([pattern, view]) => [pattern.exec(pathname), view]).find(([found]) => found);
  const [found, view] = match ?? [null, missing];
  const state = isReturn ? (history.state ?? {}) : {};
  cleanup?.();
  outlet.replaceChildren();
  if (!isReturn) scrollTo(0, 0);
  cleanup = view({ outlet, params: found?.groups ?? {}, query: new URLSearchParams(search), state, isReturn, byUser });
}
