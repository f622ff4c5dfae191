// The buttons under the picture of the sound: play, hits, speed, silence, loudness, captions.
import { fill, h, icon, iconButton } from "../dom.js";
import { clock } from "../format.js";
import { announce } from "../notices.js";
import * as prefs from "../prefs.js";
import { STRINGS } from "../strings.js";
import { silenceSkipper } from "./silence.js";

const text = STRINGS.recording;
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

function playButton(player) {
  const button = iconButton("play", text.play, () => player.toggle(), { class: "play", dataset: { testid: "play" } });
  const show = () => {
    const name = player.isPlaying ? text.pause : text.play;
    fill(button, icon(player.isPlaying ? "pause" : "play"));
    button.setAttribute("aria-label", name);
    button.title = name;
  };
  for (const type of ["play", "pause", "ended"]) player.media.addEventListener(type, show);
  return button;
}

function timeLabel(player) {
  const now = h("span", { class: "now", dataset: { testid: "now" } }, clock(0));
  const show = () => {
    now.textContent = clock(player.time);
  };
  for (const type of ["timeupdate", "seeking", "loadedmetadata"]) player.media.addEventListener(type, show);
  player.addEventListener("sought", show);
  return h("span", { class: "times" }, now, h("span", { class: "of" }, ` / ${clock(player.length)}`));
}

function speedChoice(player) {
  const kept = Number.parseFloat(prefs.read("speed"));
  const speed = SPEEDS.includes(kept) ? kept : 1;
  const select = h("select", { class: "filter speed", "aria-label": text.speed, title: text.speed, dataset: { testid: "speed" } }, SPEEDS.map((one) => h("option", { value: one }, text.times(one))));
  const set = (one) => {
    player.media.defaultPlaybackRate = one;
    player.media.playbackRate = one;
    prefs.write("speed", String(one));
    select.classList.toggle("active", one !== 1);
  };
  select.value = String(speed);
  select.addEventListener("change", () => set(Number(select.value)));
  set(speed);
  return select;
}

/** A button that stays down; what it is set to is kept under `name`. */
function toggle(image, label, name, onSet) {
  let isOn = prefs.read(name) === "on";
  const button = iconButton(image, label, () => {
    isOn = !isOn;
    prefs.write(name, isOn ? "on" : "off");
    show();
  }, { class: "toggle", dataset: { testid: name } });
  const show = () => {
    button.setAttribute("aria-pressed", String(isOn));
    onSet(isOn);
  };
  show();
  return button;
}

function loudness(player) {
  const slider = h("input", { type: "range", class: "loudness", min: "0", max: "1", step: "0.05", "aria-label": text.volume });
  const button = iconButton("volume", text.mute, () => {
    player.media.muted = !player.media.muted;
  }, { class: "toggle" });
  const show = () => {
    const isMuted = player.media.muted || player.media.volume === 0;
    fill(button, icon(isMuted ? "muted" : "volume"));
    button.setAttribute("aria-pressed", String(isMuted));
    slider.value = isMuted ? "0" : String(player.media.volume);
    slider.style.setProperty("--share", `${slider.value * 100}%`);
  };
  slider.addEventListener("input", () => {
    player.media.muted = false;
    player.media.volume = Number(slider.value);
    prefs.write("volume", slider.value);
  });
  player.media.addEventListener("volumechange", show);
  const kept = Number.parseFloat(prefs.read("volume"));
  if (kept >= 0 && kept <= 1) player.media.volume = kept;
  show();
  return h("span", { class: "loudness-box" }, button, slider);
}

function videoButtons(player) {
  if (!player.isVideo) return [];
  const showCaptions = (on) => {
    for (const track of player.media.textTracks) track.mode = on ? "showing" : "hidden";
  };
  return [toggle("captions", text.captions, "captions", showCaptions), iconButton("fullscreen", text.fullScreen, () => player.fillScreen(), { dataset: { testid: "fullscreen" } })];
}

export function controls(player, index, { onStep }) {
  const skipper = silenceSkipper(player, index);
  const hitButtons = h(
    "span", { class: "hit-buttons", hidden: true },
    iconButton("hit-back", text.previous, () => onStep(-1)), iconButton("hit-next", text.next, () => onStep(1)),
  );
  const skip = toggle("skip", text.skipSilence, "skip-silence", (on) => skipper.set(on));
  skip.addEventListener("click", () => announce(skip.getAttribute("aria-pressed") === "true" ? text.skipOn : text.skipOff));
  const element = h(
    "div", { class: "controls", role: "group", "aria-label": text.controls },
    playButton(player), timeLabel(player), hitButtons, h("span", { class: "spring" }), speedChoice(player), skip, loudness(player), videoButtons(player),
  );
  return {
    element,
    setHits(hits) {
      hitButtons.hidden = hits.length === 0;
    },
  };
}
