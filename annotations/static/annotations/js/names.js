/* Names: behind an @ in a textarea[data-names] the people are offered who can be told, from the address in
   data-names-address of its form. Arrows choose, Enter or Tab takes, Escape leaves the words as they are. */

const PAUSE_MS = 120;
const CLICK_MS = 300;
const BEFORE = /(^|[^\w@.+/-])@([\w.+-]*)$/u;

let list = null;
let field = null;
let chosen = 0;
let pause = 0;
let asked = 0;

function begun() {
  const found = field.value.slice(0, field.selectionStart).match(BEFORE);
  return found ? found[2] : null;
}

function close() {
  clearTimeout(pause);
  asked += 1;
  list?.remove();
  list = null;
  field?.removeAttribute("aria-activedescendant");
  field?.removeAttribute("aria-controls");
}

async function offer() {
  const words = begun();
  if (words === null) { close(); return; }
  const number = (asked += 1);
  const address = field.closest("[data-names-address]").dataset.namesAddress;
  const answer = await fetch(`${address}?find=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || number !== asked || begun() === null) return;
  const { people } = await answer.json();
  if (number !== asked) return;
  if (people.length) show(people);
  else close();
}

function show(people) {
  list?.remove();
  list = Object.assign(document.createElement("ul"), { className: "names", id: "names-offered" });
  list.setAttribute("role", "listbox");
  people.forEach((person, position) => list.append(option(person, position)));
  field.insertAdjacentElement("afterend", list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  choose(0);
}

function option({ name, shown }, position) {
  const row = document.createElement("li");
  const full = document.createElement("bdi");
  const short = document.createElement("span");
  full.textContent = shown;
  short.textContent = `@${name}`;
  short.className = "count";
  row.append(full, " ", short);
  row.id = `name-${position}`;
  row.dataset.name = name;
  row.setAttribute("role", "option");
  row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(position); take(); });
  return row;
}

function choose(position) {
  chosen = (position + list.children.length) % list.children.length;
  [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
  field.setAttribute("aria-activedescendant", list.children[chosen].id);
  list.children[chosen].scrollIntoView({ block: "nearest" });
}

function take() {
  const words = begun();
  const name = list.children[chosen].dataset.name;
  const end = field.selectionStart;
  field.setRangeText(`${name} `, end - words.length, end, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const KEYS = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: take, Tab: take, Escape: close };

document.addEventListener("input", (event) => {
  if (!event.target.matches("textarea[data-names]")) return;
  field = event.target;
  clearTimeout(pause);
  pause = setTimeout(offer, PAUSE_MS);
});
document.addEventListener("keydown", (event) => {
  if (!list || event.target !== field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const act = event.shiftKey ? null : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}, true);
// Who presses a button below the list leaves the field before the button is let go: it must not move meanwhile.
document.addEventListener("focusout", (event) => {
  if (event.target !== field || !list) return;
  list.style.visibility = "hidden";
  setTimeout(() => { if (document.activeElement !== field) close(); }, CLICK_MS);
});
document.addEventListener("focusin", (event) => { if (event.target === field && list) list.style.visibility = ""; });
// What was typed before this script was there counts, too.
if (document.activeElement?.matches("textarea[data-names]")) document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
