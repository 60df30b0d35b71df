/* Claim form: Enter saves, rows are added and removed in place, Escape gives up. Works on any page with such a form. */

import { fillAgain, restoredNames } from "../keep.js";

const FORM = "form[data-claim-form]";

function newRow(fieldset) {
  const pattern = fieldset.querySelector(":scope > template");
  const total = fieldset.querySelector("[name$=-TOTAL_FORMS]");
  const holder = document.createElement("div");
  holder.innerHTML = pattern.innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.firstElementChild;
  total.value = Number(total.value) + 1;
  fieldset.insertBefore(row, pattern);
  window.htmx?.process(row);
  changed(fieldset);
  return row;
}

function addRow(fieldset) {
  const row = newRow(fieldset);
  row.querySelector("input:not([type=hidden]), select, textarea").focus();
  fieldset.dispatchEvent(new Event("input", { bubbles: true }));
}

function removeRow(row) {
  const fieldset = row.closest("[data-rows]");
  row.hidden = true;
  changed(fieldset);
  const left = [...fieldset.querySelectorAll("[data-row]:not([hidden])")];
  (left.at(-1)?.querySelector("input:not([type=hidden])") ?? fieldset.querySelector("button[name=add]")).focus();
}

function changed(fieldset) {
  const nothing = fieldset.querySelector("[data-no-rows]");
  if (nothing) nothing.hidden = fieldset.querySelector("[data-row]:not([hidden])") !== null;
  fieldset.dispatchEvent(new CustomEvent("workbench:rows-changed", { bubbles: true }));
}

/* A restored draft may bring rows that were added, and rows that were removed. */
function bringRows(form) {
  const names = restoredNames(form);
  for (const fieldset of form.querySelectorAll("[data-rows]")) {
    const total = fieldset.querySelector("[name$=-TOTAL_FORMS]");
    const isKept = () => names.some((name) => name.startsWith(`${fieldset.dataset.rows}-${total.value}-`));
    while (isKept()) newRow(fieldset);
  }
  if (names.length) fillAgain(form);
  form.querySelectorAll("[data-remove]:checked").forEach((box) => { box.closest("[data-row]").hidden = true; });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(`${FORM} button[name=add]`);
  if (!button) return;
  event.preventDefault();
  addRow(button.closest("[data-rows]"));
});

document.addEventListener("change", (event) => {
  if (event.target.matches(`${FORM} [data-remove]`) && event.target.checked) removeRow(event.target.closest("[data-row]"));
  const own = event.target.closest(".own-time")?.closest("fieldset").querySelector("[name=time][value=own]");
  if (own) own.checked = true;
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches?.(`${FORM} [data-claim-text]`) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  field.form.requestSubmit();
});

document.addEventListener("workbench:restored", (event) => { if (event.target.matches?.(FORM)) bringRows(event.target); });
document.querySelectorAll(FORM).forEach(bringRows);
