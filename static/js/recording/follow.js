// Keeps the current word marked and in sight. Scrolling by hand pauses the second, never the first.
import { h, icon, isTyping, prefersStillness } from "../dom.js";
import { STRINGS } from "../strings.js";

const text = STRINGS.recording;
const SCROLL_KEYS = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"]);

/** Scrolls an element to the middle of what is free below the player. */
export function bringIntoView(element) {
  element.scrollIntoView({ block: "center", behavior: prefersStillness() ? "auto" : "smooth" });
}

function isComfortable(element) {
  const { top, bottom } = element.getBoundingClientRect();
  const sticky = document.querySelector(".player-dock")?.getBoundingClientRect().bottom ?? 0;
  return top > sticky + 40 && bottom < innerHeight * 0.8;
}

export function follow(player, index) {
  const button = h("button", { type: "button", class: "button follow", title: text.followTitle, hidden: true }, icon("follow"), text.follow);
  let current;
  let frame;
  let isFollowing = true;

  function setFollowing(on) {
    isFollowing = on;
    button.hidden = on;
    if (on && current) bringIntoView(current.element);
  }

  function mark() {
    const word = index.at(player.time);
    if (word === current) return;
    current?.element.classList.remove("current");
    current?.element.removeAttribute("aria-current");
    current = word;
    if (!word) return;
    word.element.classList.add("current");
    word.element.setAttribute("aria-current", "true");
    if (isFollowing && !isComfortable(word.element)) bringIntoView(word.element);
  }

  function loop() {
    mark();
    frame = player.isPlaying ? requestAnimationFrame(loop) : undefined;
  }

  const start = () => {
    if (frame === undefined) frame = requestAnimationFrame(loop);
  };
  const letGo = (event) => {
    if (event.type === "keydown" && (!SCROLL_KEYS.has(event.key) || isTyping(event.target))) return;
    if (event.type === "pointerdown" && event.clientX < document.documentElement.clientWidth) return;
    if (player.isPlaying || event.type !== "keydown") setFollowing(false);
  };

  // timeupdate goes on in a hidden tab, where frames don't.
  for (const type of ["timeupdate", "seeking", "seeked", "loadedmetadata"]) player.media.addEventListener(type, mark);
  player.media.addEventListener("play", start);
  player.addEventListener("sought", () => {
    setFollowing(true);
    mark();
  });
  button.addEventListener("click", () => setFollowing(true));
  const events = ["wheel", "touchmove", "keydown", "pointerdown"];
  for (const type of events) addEventListener(type, letGo, { passive: true });
  return {
    button,
    mark,
    resume: () => setFollowing(true),
    /** Lets go, because something else was brought into view. */
    pause: () => setFollowing(false),
    close() {
      cancelAnimationFrame(frame);
      for (const type of events) removeEventListener(type, letGo);
    },
  };
}
