// The words of a transcript in the order of their time, and which one sounds at an instant.
// A word is { start, end, ordinal, text, order }, and has an element once its segment is drawn.

/** A word stays current this long after its end, so that short pauses don't flicker. */
const LINGER_MS = 700;

/** Turns a class of a word on or off; a word that is not drawn yet takes it when it is. */
export function flag(word, name, on) {
  word.flags ??= new Set();
  if (on) word.flags.add(name);
  else word.flags.delete(name);
  word.element?.classList.toggle(name, on);
}

export class WordIndex {
  /** @param {{start: number, end: number, ordinal: number}[]} words in any order */
  constructor(words) {
    this.words = words.toSorted((a, b) => a.start - b.start);
    for (const [order, word] of this.words.entries()) word.order = order;
    this.starts = Float64Array.from(this.words, (word) => word.start);
  }

  /** The place of the last word that began at or before `time` (ms), or -1. */
  before(time) {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The word that sounds at `time` (ms), or undefined in a pause. */
  at(time) {
    const word = this.words[this.before(time)];
    return word && time < word.end + LINGER_MS ? word : undefined;
  }

  /** The word so many words from the one at `time`; the nearest there is at the ends. */
  beside(time, by) {
    const last = this.words.length - 1;
    const at = this.before(time);
    return this.words[Math.min(Math.max(at + by, 0), last)];
  }

  /** The words that share an instant with the span, in a segment if one is given. */
  within({ start, end }, ordinal) {
    const found = [];
    // Words may overlap where channels do: begin a little earlier than the span.
    for (let index = Math.max(0, this.before(start - 5000)); index < this.words.length; index += 1) {
      const word = this.words[index];
      if (word.start >= end) break;
      const isInside = word.end > start || word.start >= start;
      if (isInside && (ordinal === undefined || word.ordinal === ordinal)) found.push(word);
    }
    return found;
  }
}
