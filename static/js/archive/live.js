// The state of the archive as it changes: the server tells it, and where that breaks off it is asked.
import { api } from "../api.js";
import { fill, h, icon } from "../dom.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.archive;
const ASK_MS = 5000;

/** Calls `onReport` with each state; shows whether it is told live. */
export function liveStatus(onReport) {
  const element = h("p", { class: "live", dataset: { testid: "live" } });
  const source = new EventSource("/api/v1/events");
  const leaving = new AbortController();
  let timer;

  function show(isLive) {
    element.classList.toggle("is-live", isLive);
    fill(element, icon(isLive ? "check" : "clock"), isLive ? words.live : words.asking);
  }

  async function ask() {
    clearTimeout(timer);
    try {
      onReport(await api.status({ signal: leaving.signal }));
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    if (source.readyState !== EventSource.OPEN && !leaving.signal.aborted) timer = setTimeout(ask, ASK_MS);
  }

  source.addEventListener("status", (event) => {
    clearTimeout(timer);
    show(true);
    onReport(JSON.parse(event.data));
  });
  source.addEventListener("error", () => {
    show(false);
    clearTimeout(timer);
    timer = setTimeout(ask, 500);
  });
  show(false);
  ask();
  return {
    element,
    close() {
      source.close();
      leaving.abort();
      clearTimeout(timer);
    },
  };
}
