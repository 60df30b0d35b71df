/* Toasts: what was just done, and the way back.

   showToast({ words, undo }) shows one; the server sends the same in an HX-Trigger header ("workbench:toast") or, for
   whole pages, in the page. `z` undoes the latest; where none is shown, one's own last step on the page's object. After an undo the event "workbench:undone" goes to the document:
   whoever can bring the page up to date alone calls preventDefault(); otherwise the page is loaded again, in place. */

import { register } from "./keys.js";
import { post } from "./requests.js";

const SHOWN_MS = 7000;
const SHOWN_WITH_UNDO_MS = 20000;
const MOST = 3;
const tray = document.getElementById("toasts");
const pattern = document.getElementById("toast");

export function showToast({ words, undo = "", refusal = false }) {
  const toast = pattern.content.cloneNode(true).querySelector("[data-toast]");
  toast.querySelector(".toast-words").textContent = words;
  toast.toggleAttribute("data-refusal", refusal);
  const form = toast.querySelector("[data-undo]");
  form.hidden = !undo;
  form.action = undo;
  tray.append(toast);
  [...tray.querySelectorAll("[data-toast]")].slice(0, -MOST).forEach((old) => old.remove());
  leaveLater(toast);
  return toast;
}

function leaveLater(toast) {
  const undoable = toast.querySelector("[data-undo]:not([hidden])");
  let leaving = 0;
  const wait = () => { leaving = setTimeout(() => toast.remove(), undoable ? SHOWN_WITH_UNDO_MS : SHOWN_MS); };
  const stay = () => clearTimeout(leaving);
  toast.addEventListener("pointerenter", stay);
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("focusout", wait);
  wait();
}

function latestUndo() {
  return [...tray.querySelectorAll("[data-undo]:not([hidden])")].at(-1);
}

/* The page of an object, or the place of one in a page, offers to take back the person's own last step there. */
function ownLastStep() {
  return document.querySelector("form[data-undo-last]") ?? undefined;
}

async function undo(form) {
  const toast = form.closest("[data-toast]");
  const button = form.querySelector("button");
  if (form.matches("[data-busy]")) return;
  form.toggleAttribute("data-busy", true);
  if (button) button.disabled = true;
  const answer = await post(form.action, form, { "HX-Request": "true" }).catch(() => null);
  form.removeAttribute("data-busy");
  if (!answer?.ok) {
    if (button) button.disabled = false;
    const told = JSON.parse(answer?.headers.get("HX-Trigger") ?? "{}")["workbench:toast"];
    if (told) showToast(told);
    return;
  }
  toast?.remove();
  const undone = new CustomEvent("workbench:undone", { cancelable: true, detail: { address: form.action } });
  if (document.dispatchEvent(undone)) location.reload();
}

if (tray) {
  /* A live region speaks of what is added to it: what the page came with is added once more. */
  const arrived = [...tray.querySelectorAll("[data-toast]")];
  tray.replaceChildren();
  requestAnimationFrame(() => arrived.forEach((toast) => { tray.append(toast); leaveLater(toast); }));

  tray.addEventListener("submit", (event) => {
    event.preventDefault();
    undo(event.target);
  });
  document.addEventListener("workbench:toast", (event) => showToast(event.detail));
  const words = document.querySelector("[data-keys-words]")?.dataset;
  if (words) {
    register({ key: "z", label: words.undo, group: words.everywhere, when: () => (latestUndo() ?? ownLastStep()) !== undefined, run: () => undo(latestUndo() ?? ownLastStep()) });
  }
}
