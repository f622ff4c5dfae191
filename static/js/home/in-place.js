// Plays a hit where it stands in the list: one sound for all of them, with a bar at the lower edge.
import { recordingUrl } from "../api.js";
import { fill, h, icon, iconButton } from "../dom.js";
import { clock, seconds } from "../format.js";
import { announce, toast } from "../notices.js";
import * as prefs from "../prefs.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.inPlace;
const RUN_UP_MS = 300;

/** What is wanted before it is known how long the sound is waits until it is. */
function whenKnown(media, act) {
  if (media.readyState > 0) act();
  else media.addEventListener("loadedmetadata", act, { once: true });
}

function bar(media, onToggle, onClose) {
  const play = iconButton("play", words.play, onToggle, { class: "play" });
  const title = h("a", { class: "in-place-title", dir: "auto" });
  const now = h("span", { class: "times" });
  const slider = h("input", { type: "range", min: "0", max: "1000", step: "1", "aria-label": words.position });
  const element = h("section", { class: "in-place", "aria-label": words.label, hidden: true, dataset: { testid: "in-place-bar" } }, play, title, slider, now, iconButton("close", words.close, onClose), media);
  slider.addEventListener("input", () => {
    if (Number.isFinite(media.duration)) media.currentTime = (slider.value / 1000) * media.duration;
  });
  return { element, play, title, now, slider };
}

export function inPlacePlayer() {
  const media = h("audio", { preload: "none", dataset: { testid: "in-place" } });
  const view = bar(media, () => toggle(), () => stop());
  let hit;

  function show() {
    const isPlaying = !media.paused && !media.ended;
    const name = isPlaying ? words.pause : words.play;
    fill(view.play, icon(isPlaying ? "pause" : "play"));
    view.play.setAttribute("aria-label", name);
    view.play.title = name;
    hit?.onState(isPlaying);
  }

  function move() {
    if (!hit) return;
    const now = media.currentTime * 1000;
    view.now.textContent = `${clock(now)} / ${clock(hit.duration)}`;
    view.slider.value = String(Math.round((now / Math.max(hit.duration, 1)) * 1000));
    view.slider.setAttribute("aria-valuetext", view.now.textContent);
    view.title.href = recordingUrl(hit.id, { t: seconds(now), q: hit.query });
  }

  function start(next) {
    hit?.onState(false);
    const source = `/api/v1/recordings/${next.id}/media`;
    if (media.getAttribute("src") !== source) media.setAttribute("src", source);
    hit = next;
    view.title.textContent = next.title;
    view.element.hidden = false;
    document.body.classList.add("has-in-place");
    media.playbackRate = media.defaultPlaybackRate = Number.parseFloat(prefs.read("speed")) || 1;
    whenKnown(media, () => {
      media.currentTime = Math.max(0, next.start - RUN_UP_MS) / 1000;
    });
    media.play().catch((error) => error.name !== "AbortError" && show());
    announce(words.playing(clock(next.start), next.title));
    move();
  }

  function toggle() {
    if (media.paused || media.ended) media.play().catch(() => {});
    else media.pause();
  }

  function stop() {
    media.pause();
    hit?.onState(false);
    hit = undefined;
    view.element.hidden = true;
    document.body.classList.remove("has-in-place");
  }

  for (const type of ["play", "pause", "ended"]) media.addEventListener(type, show);
  media.addEventListener("timeupdate", move);
  media.addEventListener("error", () => {
    if (!hit || !media.getAttribute("src")) return;
    toast(words.missing);
    stop();
  });
  return {
    element: view.element,
    isOn: () => Boolean(hit),
    /** Plays a hit, or pauses and resumes the one that is on. */
    play(next) {
      if (hit?.key === next.key) toggle();
      else start(next);
    },
    toggle,
    nudge(millis) {
      media.currentTime = Math.max(0, media.currentTime + millis / 1000);
    },
    close() {
      stop();
      media.removeAttribute("src");
      media.load();
    },
  };
}
