// How long the customer bears silence: after a while without a reply they say something.

const KEY = "duilian-patient";
const MOST = 2; // times before the next reply, as on the server

export class Silence {
  #wait; // milliseconds
  #toggle;
  #broken;
  #since = 0;
  #timer = 0;
  #times = 0;
  #on = false;

  /**
   * @param {number} seconds what the customer bears
   * @param {HTMLInputElement} toggle checked: the customer waits as long as it takes
   * @param {() => void} broken called when the silence has been too long
   */
  constructor(seconds, toggle, broken) {
    this.#wait = seconds * 1000;
    this.#toggle = toggle;
    this.#broken = broken;
    toggle.checked = stored() === "yes";
    toggle.addEventListener("change", () => {
      store(toggle.checked ? "yes" : "no");
      this.begin(this.#on);
    });
  }

  /** The customer has spoken, or the drill is over (`on` false). */
  begin(on) {
    this.#on = on;
    this.#times = 0;
    this.#since = Date.now();
    this.#set(this.#wait);
  }

  /** The trainee is writing: the customer sees it, and bears twice as much. */
  typed() {
    const left = this.#since + 2 * this.#wait - Date.now();
    this.#set(Math.min(this.#wait, Math.max(0, left)));
  }

  #set(milliseconds) {
    clearTimeout(this.#timer);
    if (!this.#on || this.#toggle.checked || this.#times === MOST) return;
    this.#timer = setTimeout(() => {
      this.#times += 1;
      this.#since = Date.now();
      this.#broken();
      this.#set(this.#wait);
    }, milliseconds);
  }
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off: the choice holds for this page
  }
}

function store(choice) {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // as above
  }
}
