/* Waiting: deciding about highlights whose words changed, by keyboard, one after the other.

   [data-waiting-list] holds the places; [data-waiting="ID"] is one that waits. The keys speak of the current one: the
   one that holds the focus, else the first. A decision is sent by htmx; its place then says what was done, and the
   focus goes on to the next one by itself. What is undone comes back where it was. */

import { register } from "./keys.js";

const list = document.querySelector("[data-waiting-list]");
const over = document.querySelector("[data-waiting-over]");
const words = document.querySelector("[data-waiting-words]")?.dataset;
const UNDONE = /\/highlights\/(\d+)\/(?:undo|restore)\/$/;
const MOST_PLACES = 5;

function waiting() {
  return [...list.querySelectorAll("[data-waiting]")];
}

function current() {
  const focused = document.activeElement.closest("[data-waiting]");
  return focused ?? list.querySelector("[data-waiting][data-current]") ?? waiting()[0] ?? null;
}

function mark(item) {
  list.querySelectorAll("[data-current]").forEach((other) => other.removeAttribute("data-current"));
  item?.setAttribute("data-current", "");
}

function go(item) {
  mark(item);
  const card = item.querySelector(".waiting, .waiting-decided");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = waiting();
  const at = all.indexOf(current()) + by;
  go(all[Math.min(Math.max(at, 0), all.length - 1)]);
}

/* After the place of a decision: the next one that waits, else the first one left, else on to what follows. */
function goOn(id) {
  const all = waiting();
  const decided = document.getElementById(`waiting-${id}`);
  const next = all.find((item) => decided?.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING) ?? all[0];
  over.hidden = all.length > 0;
  if (next) {
    go(next);
  } else {
    over.querySelector("[data-waiting-on]").focus();
    over.scrollIntoView({ block: "nearest" });
  }
}

function deed(name) {
  return current()?.querySelector(`[data-deed="${name}"]`) ?? null;
}

function say(sentence) {
  document.dispatchEvent(new CustomEvent("workbench:toast", { detail: { words: sentence } }));
}

function confirm() {
  const button = deed("confirm") ?? (deed(2) ? null : deed(1));
  if (button) button.click();
  else say(deed(1) ? words.choose : words.gone);
}

/* On a link or a button Enter does what it always does. */
function isFree() {
  return list.contains(document.activeElement) ? document.activeElement.matches(".waiting") : document.activeElement === document.body;
}

function comeBack(id) {
  const item = document.getElementById(`waiting-${id}`);
  over.hidden = waiting().length > 0;
  if (item) go(item);
}

if (list) {
  const some = () => waiting().length > 0;
  const offered = (name) => () => deed(name) !== null;
  const add = (key, label, run, when) => register({ key, label, group: words.group, when, run });
  add("j", words.next, () => step(1), some);
  add("k", words.previous, () => step(-1), some);
  add("y", words.confirm, confirm, offered("retire"));
  add("Enter", words.confirm, confirm, () => isFree() && deed("retire") !== null);
  add("s", words.reselect, () => deed("reselect").click(), offered("reselect"));
  add("x", words.retire, () => deed("retire").click(), offered("retire"));
  add("E", words.edit, () => deed("edit").click(), offered("edit"));
  for (let number = 1; number <= MOST_PLACES; number += 1) {
    add(String(number), words.candidate, () => deed(number).click(), offered(number));
  }

  list.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-waiting]");
    if (item) mark(item);
  });
  document.addEventListener("workbench:highlight-decided", (event) => goOn(event.detail.id));
  document.addEventListener("workbench:highlight-requeued", (event) => comeBack(event.detail.id));
  document.addEventListener("workbench:undone", (event) => {
    const id = UNDONE.exec(event.detail.address)?.[1];
    const item = id && document.getElementById(`waiting-${id}`);
    if (!item) return;
    event.preventDefault();
    window.htmx.ajax("GET", `/highlights/${id}/waiting/`, { target: item, swap: "outerHTML" }).then(() => comeBack(id));
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(failure, () => say(words.unreachable));

  const named = document.getElementById(location.hash.slice(1))?.closest("[data-waiting]");
  if (named) addEventListener("load", () => setTimeout(() => go(named)));
  else mark(waiting()[0]);
}
