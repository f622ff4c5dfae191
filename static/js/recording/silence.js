// Jumps over long pauses: where no word is for a while, the sound goes on shortly before the next.

/** A pause is let be until it lasts this long. */
const LONGEST_PAUSE_MS = 1500;
/** How much of a pause is heard after a word, and before the next. */
const BREATH_MS = 400;

export function silenceSkipper(player, index) {
  let isOn = false;

  function look() {
    if (!isOn || !player.isPlaying || player.media.seeking) return;
    const now = player.media.currentTime * 1000;
    const at = index.before(now);
    const next = index.words[at + 1];
    // Words of two channels overlap: the pause begins at the latest end of those nearby.
    const quietSince = index.words.slice(Math.max(0, at - 8), at + 1).reduce((latest, word) => Math.max(latest, word.end), 0);
    if (!next || next.start - quietSince < LONGEST_PAUSE_MS) return;
    if (now > quietSince + BREATH_MS && now < next.start - 2 * BREATH_MS) player.setTime(next.start - BREATH_MS);
  }

  player.media.addEventListener("timeupdate", look);
  return {
    set(on) {
      isOn = on;
      look();
    },
  };
}
