// Keeps the current word marked and in sight. Scrolling by hand pauses the second, never the first.
import { h, icon, isTyping, prefersStillness } from "../dom.js";
import { STRINGS } from "../strings.js";
import { flag } from "./words.js";

const text = STRINGS.recording;
const SCROLL_KEYS = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"]);

/** Scrolls an element to the middle of what is free below the player. */
export function bringIntoView(element) {
  // A long way is jumped: gliding over an hour of text tells nobody anything.
  const isFar = Math.abs(element.getBoundingClientRect().top) > innerHeight * 3;
  element.scrollIntoView({ block: "center", behavior: isFar || prefersStillness() ? "auto" : "smooth" });
}

function isComfortable(element) {
  const { top, bottom } = element.getBoundingClientRect();
  const sticky = document.querySelector(".player-dock")?.getBoundingClientRect().bottom ?? 0;
  return top > sticky + 40 && bottom < innerHeight * 0.8;
}

export function follow(player, { index, elementOf }) {
  const button = h("button", { type: "button", class: "button follow", title: text.followTitle, hidden: true, dataset: { testid: "follow" } }, icon("follow"), text.follow);
  let current;
  let frame;
  let isFollowing = true;

  function setFollowing(on) {
    isFollowing = on;
    button.hidden = on;
    if (on && current) bringIntoView(elementOf(current));
  }

  function mark() {
    const word = index.at(player.time);
    if (word === current) return;
    if (current) {
      flag(current, "current", false);
      current.element?.removeAttribute("aria-current");
    }
    current = word;
    if (!word) return;
    const element = elementOf(word);
    flag(word, "current", true);
    element.setAttribute("aria-current", "true");
    if (isFollowing && !isComfortable(element)) bringIntoView(element);
  }

  function loop() {
    mark();
    frame = player.isPlaying ? requestAnimationFrame(loop) : undefined;
  }

  const start = () => {
    if (frame === undefined) frame = requestAnimationFrame(loop);
  };
  const letGo = (event) => {
    if (event.type === "keydown" && (!SCROLL_KEYS.has(event.key) || isTyping(event.target) || event.target.closest?.("[role=slider]"))) return;
    // A press beyond the page's width is on the scroll bar.
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
    close() {
      cancelAnimationFrame(frame);
      for (const type of events) removeEventListener(type, letGo);
    },
  };
}
