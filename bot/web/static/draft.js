// What the trainee typed and has not got through yet, kept for one drill in this tab.

export class Draft {
  #key;
  #kept = null;

  constructor(drill) {
    this.#key = `draft:${drill}`;
    try {
      this.#kept = JSON.parse(sessionStorage.getItem(this.#key));
    } catch {
      // storage is closed to frames in some browsers: then the draft lives as long as the page
    }
  }

  /** The text and the number of the reply it was meant for, or null. */
  get kept() {
    return this.#kept;
  }

  keep(text, turn) {
    this.#kept = text ? { text, turn } : null;
    try {
      if (text) sessionStorage.setItem(this.#key, JSON.stringify(this.#kept));
      else sessionStorage.removeItem(this.#key);
    } catch {
      // as above
    }
  }

  /** Whether the reply it was meant for is among the entries, said in these words. */
  isSaid(entries) {
    return entries.some(
      ({ turn, text }) => turn === this.#kept?.turn && plain(text) === plain(this.#kept.text),
    );
  }
}

// The server drops control characters and widens a leading slash; neither makes another text.
function plain(text) {
  return text.replace(/[\s\p{C}/／]/gu, "");
}
