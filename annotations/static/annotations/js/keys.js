/* Keys: one register for everything the keyboard can do, and the dialog that lists it.

   From a module:  register({ key: "j", label: "Next claim", group: "Read", run, when })
     key    one key as in KeyboardEvent.key ("j", "?", "Escape", "ArrowDown"), or two after each other ("g a")
     when   optional; the key is offered only while it returns true
     run    receives the event; without it the browser does what is listed by itself, as Enter opens a link
   From a template: data-key="g a" on any link, button or field; pressing it follows, presses or focuses it.
     data-key-label names it in the dialog (its own words otherwise), data-key-group the group.

   Letters do nothing while somebody types, while a dialog is open, and when a person switched them off. */

const SWITCH = "workbench.keys";
const SEQUENCE_MS = 1200;
const TYPED_IN = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]";

const registered = [];
const words = document.querySelector("[data-keys-words]")?.dataset ?? {};
let first = "";
let forgetFirst = 0;

export function register(entry) {
  registered.push(entry);
  return () => registered.splice(registered.indexOf(entry), 1);
}

export function lettersAreKeys() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
}

function declared() {
  return [...document.querySelectorAll("[data-key]")].map((element) => ({
    key: element.dataset.key,
    label: element.dataset.keyLabel || element.textContent.trim(),
    group: element.dataset.keyGroup || words.work,
    when: () => !element.disabled && !element.closest("[hidden]"),
    run: () => operate(element),
  }));
}

function operate(element) {
  if (element.matches(TYPED_IN)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function available() {
  return [...registered, ...declared()].filter((entry) => !entry.when || entry.when());
}

function isTyping(event) {
  return event.isComposing || Boolean(event.target.closest?.(TYPED_IN));
}

function startsSequence(key) {
  return available().some((entry) => entry.key.startsWith(`${key} `));
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  if (document.querySelector("dialog[open]") || (event.key.length === 1 && !lettersAreKeys())) return;
  const key = first ? `${first} ${event.key}` : event.key;
  const found = available().findLast((entry) => entry.run && entry.key === key);
  clearTimeout(forgetFirst);
  first = "";
  if (found) {
    event.preventDefault();
    found.run(event);
  } else if (startsSequence(event.key)) {
    first = event.key;
    forgetFirst = setTimeout(() => { first = ""; }, SEQUENCE_MS);
  }
}

/* Ctrl or Command with Enter sends the form that is being typed in. */
function sends(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
}

const dialog = document.getElementById("keys");

function show() {
  const list = dialog.querySelector("[data-keys-list]");
  const groups = grouped(available());
  const last = [words.go, words.everywhere];
  const ordered = [...groups].sort(([one], [other]) => last.indexOf(one) - last.indexOf(other));
  list.replaceChildren(...ordered.map(([title, entries]) => section(title, entries)));
  dialog.querySelector("[data-keys-switch]").checked = lettersAreKeys();
  dialog.showModal();
}

function grouped(entries) {
  const groups = new Map();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return groups;
}

function section(title, entries) {
  const part = dialog.querySelector("template").content.cloneNode(true);
  part.querySelector("h3").textContent = title;
  const seen = new Set();
  for (const entry of entries) {
    if (seen.has(entry.key + entry.label)) continue;
    seen.add(entry.key + entry.label);
    part.querySelector("dl").append(line(entry));
  }
  return part;
}

function line(entry) {
  const row = document.createElement("div");
  const label = document.createElement("dt");
  const keys = document.createElement("dd");
  label.textContent = entry.label;
  for (const key of entry.key.split(" ")) {
    const shown = document.createElement("kbd");
    shown.textContent = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", "Ctrl+Enter": "Ctrl Enter" }[key] ?? key;
    keys.append(shown, " ");
  }
  row.append(label, keys);
  return row;
}

if (dialog) {
  register({ key: "Escape", label: words.close, group: words.everywhere, when: () => dialog.open });
  register({ key: "Ctrl+Enter", label: words.save, group: words.everywhere });
  register({ key: "?", label: words.show, group: words.everywhere, run: show });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.querySelector("[data-keys-switch]").addEventListener("change", (event) => {
    try {
      localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
    } catch { /* It holds for this page only. */ }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-dialog=keys]")) return;
    event.preventDefault();
    show();
  });
}
document.addEventListener("keydown", pressed);
document.addEventListener("keydown", sends);
