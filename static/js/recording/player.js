// The media element, and what a browser may refuse: playing without being asked, or at all.
import { h, icon } from "../dom.js";
import { clock } from "../format.js";
import { STRINGS } from "../strings.js";

const text = STRINGS.recording;

/** Playing begins this long before a word, so that its first sound is not cut off. */
export const RUN_UP_MS = 300;
/** Sound that nobody asked to hear yet waits so long for the words to be painted. */
const AFTER_WORDS_MS = 250;

function mediaElement(recording) {
  const isVideo = recording.kind === "video" && recording.playback.mime.startsWith("video/");
  const media = h(isVideo ? "video" : "audio", {
    preload: "metadata", class: "media", dataset: { testid: "player" }, "aria-label": text.player, playsinline: isVideo,
  });
  if (isVideo) {
    media.append(h("track", { kind: "captions", srclang: recording.language, label: text.transcript, src: `/api/v1/recordings/${recording.id}/captions.vtt` }));
  }
  return media;
}

/** Fires "sought" when it is sent somewhere by the page, whether or not it plays. */
export class Player extends EventTarget {
  constructor(recording) {
    super();
    this.media = mediaElement(recording);
    this.isVideo = this.media.localName === "video";
    this.length = recording.duration;
    this.invite = h("button", { type: "button", class: "button primary invite", hidden: true, onclick: () => this.play() });
    this.trouble = h("div", { class: "note warning", role: "alert", hidden: true }, icon("warn"), h("div", {}, h("strong", {}, text.mediaMissing), h("p", {}, text.mediaMissingBody)));
    this.element = h("div", { class: `player ${this.media.localName}` }, this.media, this.invite, this.trouble);
    // The word that was asked for, while the sound is in the run-up to it.
    this.target = undefined;
    // Where a span that is played by itself ends.
    this.until = undefined;
    this.url = recording.playback.url;
    this.listen();
    // The words first: the sound would be fetched before they are painted.
    this.beginning = setTimeout(() => this.begin(), AFTER_WORDS_MS);
  }

  /** Fetches the sound. */
  begin() {
    clearTimeout(this.beginning);
    if (!this.media.hasAttribute("src")) this.media.src = this.url;
  }

  listen() {
    const { media } = this;
    media.addEventListener("play", () => {
      this.invite.hidden = true;
    });
    media.addEventListener("error", () => {
      this.trouble.hidden = false;
      this.invite.hidden = true;
    });
    media.addEventListener("loadedmetadata", () => {
      this.trouble.hidden = true;
      if (this.wanted !== undefined) this.setTime(this.wanted);
    });
    // Another place than the one we asked for (in full screen, by media keys) is not the word of before.
    media.addEventListener("seeking", () => {
      if (Math.abs(media.currentTime * 1000 - (this.aim ?? -1)) > 50) this.target = undefined;
    });
    media.addEventListener("timeupdate", () => this.stopAtEnd());
    if (this.isVideo) {
      media.addEventListener("click", () => this.toggle());
      media.addEventListener("fullscreenchange", () => media.toggleAttribute("controls", document.fullscreenElement === media));
    }
  }

  /** The instant that sounds, or that is about to, in milliseconds. */
  get time() {
    const now = this.media.readyState > 0 ? this.media.currentTime * 1000 : (this.wanted ?? 0);
    if (this.target !== undefined && now >= this.target) this.target = undefined;
    return this.target ?? now;
  }

  get isPlaying() {
    return !this.media.paused && !this.media.ended;
  }

  setTime(millis) {
    this.wanted = this.media.readyState > 0 ? undefined : millis;
    if (this.media.readyState === 0) return;
    this.aim = millis;
    this.media.currentTime = millis / 1000;
  }

  /** Goes to just before a word, and plays unless told not to. */
  seekTo(millis, { plays = true, until } = {}) {
    this.target = millis;
    this.until = until;
    this.setTime(Math.max(0, millis - RUN_UP_MS));
    this.dispatchEvent(new Event("sought"));
    if (plays) this.play();
  }

  nudge(millis) {
    this.goTo((this.wanted ?? this.media.currentTime * 1000) + millis);
  }

  /** Goes to an instant as somebody points at it on a line; whether it plays stays as it is. */
  goTo(millis) {
    this.target = undefined;
    this.until = undefined;
    const end = Number.isFinite(this.media.duration) ? this.media.duration * 1000 : this.length;
    this.setTime(Math.min(end, Math.max(0, millis)));
    this.dispatchEvent(new Event("sought"));
  }

  stopAtEnd() {
    if (this.until === undefined || this.media.currentTime * 1000 < this.until) return;
    this.until = undefined;
    this.media.pause();
  }

  toggle() {
    if (this.isPlaying) this.media.pause();
    else this.play();
  }

  async play() {
    this.begin();
    try {
      await this.media.play();
    } catch (error) {
      // A browser lets a page make sound only after a touch or key: then it is offered as a button.
      if (error.name === "NotAllowedError") this.offer();
    }
  }

  offer() {
    this.invite.replaceChildren(icon("play"), text.playFrom(clock(this.time)));
    this.invite.hidden = false;
  }

  /** The picture alone fills the screen, with the browser's own controls. */
  fillScreen() {
    if (this.media.requestFullscreen) this.media.requestFullscreen().catch(() => {});
    else this.media.webkitEnterFullscreen?.();
  }

  close() {
    clearTimeout(this.beginning);
    this.media.pause();
    this.media.removeAttribute("src");
    this.media.load();
  }
}
