// The drill page: shows what the server says the drill is, and sends what the trainee says.

import { Draft } from "./draft.js";
import { Log } from "./log.js";
import { Silence } from "./silence.js";

const byId = (id) => document.getElementById(id);
const chat = byId("chat");
const box = byId("reply");
const { drill, blank, tooLong, lost, unknown } = chat.dataset;
const longest = Number(chat.dataset.longest);
const patience = 20_000; // milliseconds; the server gives up sooner
const draft = new Draft(drill);
const log = new Log(byId("log"));
const silence = new Silence(Number(chat.dataset.waits), byId("patient"), nudge);
const wide = matchMedia("(min-width: 60rem)");

let view = null;
let busy = false;
let nudging = Promise.resolve();
let asked = 0; // what was sent so far; looking again ends when something else is

// Showing

function show(answer, { first = false } = {}) {
  const ended = answer.ending && !view?.ending;
  const moved = answer.turn !== view?.turn || answer.ending !== view?.ending;
  view = answer;
  if (moved) silence.begin(!view.ending);
  const fresh = log.show(view.entries);
  for (const note of view.notes) log.note(note);
  showTemper(view.temper);
  showFeedback(view.feedback);
  chat.dataset.ending = view.ending ?? "";
  byId("composer").hidden = Boolean(view.ending);
  for (const tool of chat.querySelectorAll(".tools button")) tool.hidden = !isOfUse(tool);
  if (draft.kept && draft.isSaid(view.entries)) write("");
  if (fresh) unfold();
  if (ended && !first) {
    byId("feedback-title").focus({ preventScroll: true });
    byId("scroll").scrollTop = byId("log").lastElementChild.offsetTop - 12; // the last word, too
  } else if (view.turn > 1 || view.notes.length) {
    byId("scroll").scrollTop = byId("scroll").scrollHeight;
  }
}

function showTemper({ anger, word, change, band }) {
  const temper = byId("temper");
  const meter = temper.querySelector("[role=meter]");
  temper.dataset.band = band;
  meter.style.setProperty("--anger", anger);
  meter.setAttribute("aria-valuenow", anger);
  meter.setAttribute("aria-valuetext", `${anger} · ${word}`);
  for (const [name, text] of Object.entries({ word, anger, change })) {
    const place = temper.querySelector(`[data-${name}]`);
    if (place.textContent !== String(text)) place.textContent = text;
  }
}

function showFeedback(card) {
  const place = byId("feedback");
  if (!card) place.replaceChildren();
  else if (!place.firstElementChild) {
    place.replaceChildren(new DOMParser().parseFromString(card, "text/html").body.firstElementChild);
  }
}

function isOfUse(tool) {
  const { when } = tool.dataset;
  if (when) return view.ending === "stopped" ? when === "stopped" : when === "said" && view.turn > 1;
  return !view.ending;
}

function tell(problem) {
  byId("problem").textContent = problem;
  box.toggleAttribute("aria-invalid", Boolean(problem));
}

function setBusy(now, answering) {
  busy = now;
  box.readOnly = now;
  chat.setAttribute("aria-busy", now);
  byId("typing").textContent = now && answering ? byId("typing-text").content.textContent : "";
}

// Writing

function write(text) {
  box.value = text;
  typed();
}

function typed() {
  draft.keep(box.value, view?.turn ?? draft.kept?.turn);
  const length = [...box.value].length;
  byId("count").textContent = length > longest * 0.8 ? `${length} / ${longest}` : "";
}

// Asking and sending

async function ask(path, options) {
  const response = await fetch(`/api/drill/${drill}${path}`, options);
  const answer = await response.json();
  return { ok: response.ok, answer };
}

function post(action, body) {
  return ask(`/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
}

async function refresh(options) {
  try {
    const { ok, answer } = await ask("");
    if (ok) show(answer, options);
    else tell(answer.message);
  } catch {
    tell(lost);
  }
}

async function act(action, said = {}) {
  if (busy || !view) return;
  tell("");
  asked += 1;
  setBusy(true, action === "reply");
  await nudging;
  try {
    const { ok, answer } = await post(action, { turn: view.turn, ...said });
    if (answer.entries) show(answer);
    const wasSaid = action === "reply" && !box.value; // it had arrived before
    if (ok && action === "reply") write("");
    if (answer.retaken && !box.value) write(answer.retaken);
    tell(wasSaid ? "" : answer.message);
    if (answer.look_again) lookAgain();
  } catch {
    tell(unknown);
    lookAgain();
  } finally {
    setBusy(false);
  }
  if (!view.ending) box.focus();
}

/** Lets the customer ask where the trainee is; what is sent meanwhile waits for that. */
function nudge() {
  if (busy || !view || view.ending) return;
  nudging = post("silence", { turn: view.turn })
    .then(({ ok, answer }) => ok && show(answer))
    .catch(() => {}); // the customer stays quiet; nothing the trainee did is lost
}

/** Shows what was sent if it arrives late after all. */
async function lookAgain() {
  const { turn, ending, entries } = view;
  const sent = asked;
  for (const seconds of [0, 1, 2, 4, 8]) {
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const { ok, answer } = await ask("").catch(() => ({}));
    if (asked !== sent) return;
    if (!ok) continue;
    const same = answer.turn === turn && answer.ending === ending;
    if (same && answer.entries.length === entries.length) continue;
    show(answer);
    return tell("");
  }
}

function send() {
  const text = box.value;
  if (!/[^\s\p{C}\p{Z}\p{M}]/u.test(text)) return tell(blank);
  if ([...text].length > longest) return tell(tooLong);
  if (view && draft.kept) draft.keep(text, view.turn);
  act("reply", { text });
}

// Events

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

box.addEventListener("input", typed);
box.addEventListener("input", () => silence.typed());

box.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229; // choosing characters, not sending
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  send();
});

for (const tool of chat.querySelectorAll("[data-action]")) {
  tool.addEventListener("click", () => act(tool.dataset.action));
}

byId("stop").addEventListener("click", () => {
  const dialog = byId("stop-dialog");
  dialog.returnValue = "";
  dialog.showModal();
});

byId("stop-dialog").addEventListener("close", ({ target }) => {
  if (target.returnValue === "stop") act("stop");
  else byId("stop").focus();
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !busy) refresh();
});

function unfold() {
  byId("case").open = wide.matches || view?.turn === 1; // on a phone, reading comes before talking
}

wide.addEventListener("change", unfold);

write(draft.kept?.text ?? "");
refresh({ first: true }).then(() => {
  if (wide.matches && view && !view.ending) box.focus();
});
