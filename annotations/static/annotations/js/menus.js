/* Menus: what a <details class="menu"> cannot do by itself. Escape closes it and gives the focus back, a click or the
   focus elsewhere closes it, arrows move between what it offers. */

const OFFERED = "a[href], button:not(:disabled), input:not(:disabled)";

function openMenus() {
  return document.querySelectorAll("details.menu[open]");
}

function closeOthers(target) {
  for (const menu of openMenus()) {
    if (!menu.contains(target)) menu.open = false;
  }
}

function moved(menu, step) {
  const offered = [...menu.querySelector(".menu-list").querySelectorAll(OFFERED)];
  const at = offered.indexOf(document.activeElement);
  const next = offered.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % offered.length);
  next?.focus();
}

document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.matches("input[type=search], input[type=date]")) {
    moved(menu, event.key === "ArrowDown" ? 1 : -1);
  } else {
    return;
  }
  event.preventDefault();
});
