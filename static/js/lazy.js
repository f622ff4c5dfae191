// Views that are fetched when they are wanted, so that the first page is there sooner.
import { fill, h } from "./dom.js";
import { emptyPage, homeLink } from "./missing.js";
import { STRINGS } from "./strings.js";

/** Adds a stylesheet of ours, once; settled when it is there. */
const styles = new Map();

function style(name) {
  if (!styles.has(name)) {
    const link = h("link", { rel: "stylesheet", href: new URL(`../css/${name}.css`, import.meta.url).pathname });
    styles.set(name, new Promise((resolve, reject) => {
      link.addEventListener("load", resolve);
      link.addEventListener("error", () => {
        styles.delete(name);
        link.remove();
        reject(new Error(`${name}.css did not come`));
      });
    }));
    document.head.append(link);
  }
  return styles.get(name);
}

/** A view whose module is fetched by `get`, with its stylesheets; asked for beforehand it is there at once. */
export function lazy(get, names) {
  const load = () => Promise.all([get(), ...names.map(style)]).then(([made]) => made);
  const view = (context) => {
    let close;
    let hasLeft = false;
    const open = () => load().then(
      (made) => {
        if (!hasLeft) close = made(context);
      },
      () => {
        const again = h("button", { type: "button", class: "button primary", onclick: () => { fill(context.outlet); open(); } }, STRINGS.recording.retry);
        if (!hasLeft) fill(context.outlet, emptyPage(STRINGS.recording.failed, [], again, homeLink()));
      },
    );
    open();
    return () => {
      hasLeft = true;
      close?.();
    };
  };
  view.fetch = () => load().catch(() => {});
  return view;
}
