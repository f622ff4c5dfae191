// The sound as a picture: how loud it is over its time. Without peaks it stays hidden.
import { api } from "../api.js";
import { h } from "../dom.js";

const SVG = "http://www.w3.org/2000/svg";
const COLUMNS = 480;
const HEIGHT = 100;
/** A quiet passage is a thin line rather than nothing. */
const LEAST = 2;

/** The loudest of the peaks in each of so many columns as fit. */
function columns(peaks) {
  const count = Math.min(COLUMNS, peaks.length);
  return Array.from({ length: count }, (_, column) => {
    const from = Math.floor((column * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / count));
    return peaks.slice(from, to).reduce((most, peak) => Math.max(most, peak), 0);
  });
}

/** One closed outline, the upper half mirrored. */
function outline(values) {
  const half = values.map((value) => Math.max(LEAST, (value / 255) * HEIGHT) / 2);
  const upper = half.map((reach, at) => `${at},${HEIGHT / 2 - reach} ${at + 1},${HEIGHT / 2 - reach}`);
  const lower = half.map((reach, at) => `${at + 1},${HEIGHT / 2 + reach} ${at},${HEIGHT / 2 + reach}`).reverse();
  return `M${upper.join(" ")} ${lower.join(" ")}Z`;
}

function picture(values, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", name);
  svg.setAttribute("viewBox", `0 0 ${values.length} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", outline(values));
  svg.append(path);
  return svg;
}

export function waveform(recording, share) {
  const element = h("div", { class: "waveform", "aria-hidden": "true", hidden: true, dataset: { testid: "waveform" } });
  const leaving = new AbortController();

  async function load() {
    try {
      const { interval_ms: interval, peaks } = await api.peaks(recording.id, { signal: leaving.signal });
      if (peaks.length === 0) return;
      const values = columns(peaks);
      element.replaceChildren(picture(values, "waveform-all"), picture(values, "waveform-played"));
      element.style.setProperty("--for", share(interval * peaks.length));
      element.hidden = false;
    } catch (error) {
      // A picture that isn't there takes nothing from the recording.
      if (!(error.status >= 0) && error.name !== "AbortError") throw error;
    }
  }

  if (recording.has_peaks) load();
  return { element, close: () => leaving.abort() };
}
