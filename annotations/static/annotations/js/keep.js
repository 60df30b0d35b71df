/* Keep: typed words survive a reload, a sign-out and a lost connection.

   Every form with data-keep="a-name-of-its-own" is kept in this browser, for this person, from the first change until
   the server has taken it. How the server says so: the form goes out with a hidden field that names the draft, and the
   answer to an accepted form sets a cookie with that name, whatever page follows. A form that another module sends
   calls `forget(form)` itself, or sends the field along.

   Passwords, files and hidden fields are never kept. data-keep-not on a field leaves it out. A restored form gets a
   notice with a button that throws the draft away; the event "workbench:restored" goes to the form. */

const PREFIX = "workbench.draft.";
const FIELD = "kept-as";
const COOKIE = "kept";
const PAUSE_MS = 250;
const LIFE_MS = 14 * 24 * 3600 * 1000;
const NEVER = "[type=password], [type=file], [type=hidden], [type=submit], [data-keep-not]";

const pauses = new WeakMap();

function nameOf(form) {
  return `${PREFIX}${document.body.dataset.person || "nobody"}.${form.dataset.keep}`;
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch { /* Nothing is kept where nothing can be. */ }
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !field.matches(NEVER) && field.localName !== "button");
}

/* [name, value, position among equals]: enough to fill the same form again. */
function values(form) {
  return fields(form).map((field) => [field.name, field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value]);
}

function keep(form) {
  const kept = write(nameOf(form), { at: Date.now(), values: values(form) });
  const sign = form.querySelector("[data-kept-sign]");
  if (sign) sign.hidden = !kept;
}

function keepSoon(form) {
  clearTimeout(pauses.get(form));
  pauses.set(form, setTimeout(() => keep(form), PAUSE_MS));
}

export function forget(form) {
  clearTimeout(pauses.get(form));
  remove(nameOf(form));
  form.querySelector("[data-restored]")?.remove();
}

function fill(form, draft) {
  const here = fields(form);
  let filled = false;
  draft.values.forEach(([name, value], position) => {
    const field = here[position]?.name === name ? here[position] : here.find((other) => other.name === name);
    if (!field) return;
    const key = typeof value === "boolean" ? "checked" : "value";
    if (field[key] === value) return;
    field[key] = value;
    filled = true;
  });
  return filled;
}

/* Puts a kept draft back into a form that has just come. Safe to call again, for parts of a page that arrive later. */
export function restore(form) {
  if (form.dataset.keepWatched) return;
  form.dataset.keepWatched = "yes";
  const draft = read(nameOf(form));
  if (!draft || Date.now() - draft.at > LIFE_MS || form.querySelector("[aria-invalid=true]")) return;
  const before = values(form);
  if (!fill(form, draft)) return;
  notice(form, before);
  form.dispatchEvent(new CustomEvent("workbench:restored", { bubbles: true }));
}

/* The names of the fields in the draft that a form was restored from; none where it was not. */
export function restoredNames(form) {
  const draft = form.querySelector("[data-restored]") && read(nameOf(form));
  return draft ? draft.values.map(([name]) => name) : [];
}

/* Fills fields that were made after the form was restored. */
export function fillAgain(form) {
  const draft = read(nameOf(form));
  if (draft) fill(form, draft);
}

function notice(form, before) {
  const pattern = document.getElementById("restored");
  if (!pattern) return;
  const shown = pattern.content.firstElementChild.cloneNode(true);
  shown.querySelector("button").addEventListener("click", () => {
    fill(form, { values: before });
    forget(form);
    form.dispatchEvent(new CustomEvent("workbench:restored", { bubbles: true }));
  });
  form.prepend(shown);
}

function takeReceipt() {
  const receipt = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${COOKIE}=`));
  if (!receipt) return;
  remove(decodeURIComponent(receipt.slice(COOKIE.length + 1)));
  document.cookie = `${COOKIE}=; path=/; max-age=0; samesite=lax`;
}

function sendAlong(form) {
  let field = form.querySelector(`input[name=${FIELD}]`);
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name: FIELD });
    form.append(field);
  }
  field.value = nameOf(form);
  clearTimeout(pauses.get(form));
  keep(form);
}

function kept(target) {
  return target.closest?.("form[data-keep]");
}

function restoreAll(within = document) {
  within.querySelectorAll("form[data-keep]").forEach(restore);
  if (within.matches?.("form[data-keep]")) restore(within);
}

takeReceipt();
restoreAll();
document.addEventListener("input", (event) => { const form = kept(event.target); if (form) keepSoon(form); });
document.addEventListener("change", (event) => { const form = kept(event.target); if (form) keepSoon(form); });
document.addEventListener("submit", (event) => { if (kept(event.target)) sendAlong(event.target); }, true);
/* Before what arrives is put in place: it may hold a fresh form of the same name, which must not be filled again. */
document.addEventListener("htmx:beforeSwap", takeReceipt);
document.addEventListener("htmx:afterRequest", takeReceipt);
document.addEventListener("htmx:load", (event) => restoreAll(event.target));
addEventListener("pageshow", takeReceipt);
