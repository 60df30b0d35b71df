/* The source list of the composer: arrows go from the search to the sources found and between them, Enter in the
   search takes the first, as soon as the list is that of the words that were typed. For an address that is not
   registered Enter registers it; where nobody knows yet who published it, it asks for that first. */

const find = document.querySelector("form[data-find]");
const list = document.getElementById("source-list");
let awaited = "";

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
