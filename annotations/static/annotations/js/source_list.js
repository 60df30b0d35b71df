/* The source list of the composer: arrows go from the search to the sources found and between them, Enter in the
   search takes the first, as soon as the list is that of the words that were typed. For an address that is not
   registered Enter registers it; where nobody knows yet who published it, it asks for that first. */

const find = document.querySelector("form[data-find]");
const list = document.getElementById("source-list");
let awaited = "";

/* The text that is awaited comes with another page, at a moment nobody chose: the window stays where it was, and
   whoever is typing goes on typing. */
const CARRIED = "workbench.carried";
let arrives = false;

function carry(words) {
  const typing = document.activeElement === words ? words.selectionStart : null;
  sessionStorage.setItem(CARRIED, JSON.stringify({ path: location.pathname, typed: words.value, typing, y: scrollY }));
}

function carriedOn(words) {
  const carried = JSON.parse(sessionStorage.getItem(CARRIED) ?? "{}");
  sessionStorage.removeItem(CARRIED);
  if (carried.path !== location.pathname) return false;
  words.value = carried.typed;
  scrollTo(0, carried.y);
  if (carried.typing === null) return false;
  words.focus({ preventScroll: true });
  words.setSelectionRange(carried.typing, carried.typing);
  return true;
}

export const goesOnTyping = Boolean(find) && carriedOn(find.elements.words);

function offered() {
  return [...list.querySelectorAll("a[href]")];
}

function listIsFor(words) {
  return list.querySelector("[data-words]")?.dataset.words === words.trim();
}

function chooseFirst() {
  const form = list.querySelector("form[data-register]");
  if (!form) offered()[0]?.click();
  else if (!form.querySelector("select")) form.requestSubmit();
  else {
    form.elements.publisher.focus();
    form.elements.publisher.select();
  }
}

if (find) {
  const words = find.elements.words;
  find.addEventListener("submit", (event) => {
    if (!words.value.trim()) return;
    event.preventDefault();
    if (listIsFor(words.value)) chooseFirst();
    else awaited = words.value.trim();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== list || !awaited || !listIsFor(awaited)) return;
    awaited = "";
    chooseFirst();
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    arrives = event.target.id === "awaited" && Boolean(event.detail.xhr.getResponseHeader("HX-Redirect"));
  });
  addEventListener("pagehide", () => { if (arrives) carry(words); });
  /* What was typed before the scripts were there was heard by nobody. */
  addEventListener("load", () => {
    if (words.value.trim() && !listIsFor(words.value)) words.dispatchEvent(new Event("workbench:typed"));
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !offered().length) return;
    event.preventDefault();
    (list.querySelector("[aria-current]") ?? offered()[0]).focus();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") words.focus();
    if (!step) return;
    event.preventDefault();
    (offered()[offered().indexOf(document.activeElement) + step] ?? words).focus();
  });
}
