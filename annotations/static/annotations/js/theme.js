/* The theme a person chose, applied before the first paint.

   Load it in <head> as a plain, blocking script: a module would run after the page has been drawn in the
   wrong colours. Without a choice, or with storage refused, the stylesheet follows the system.

   Who is signed in has a choice of their own: the page brings it in data-theme-of-person, and it then holds in this
   browser too, so that the page for signing in looks the same.

   Controls: any input or button with data-theme-choice="auto|light|dark". In a form with data-theme-form the choice is
   also sent, without leaving the page. */
(function () {
  "use strict";

  var KEY = "workbench.theme";
  var THEMES = ["light", "dark"];
  var root = document.documentElement;

  function readChoice() {
    try {
      return localStorage.getItem(KEY);
    } catch (refused) {
      return null;
    }
  }

  function keepChoice(choice) {
    try {
      if (THEMES.includes(choice)) localStorage.setItem(KEY, choice);
      else localStorage.removeItem(KEY);
    } catch (refused) {
      /* The choice still holds for this page. */
    }
  }

  function apply(choice) {
    if (THEMES.includes(choice)) root.dataset.theme = choice;
    else delete root.dataset.theme;
  }

  function showChoice() {
    var current = root.dataset.theme || "auto";
    document.querySelectorAll("[data-theme-choice]").forEach(function (control) {
      var chosen = control.dataset.themeChoice === current;
      if (control.type === "radio") control.checked = chosen;
      else control.setAttribute("aria-pressed", String(chosen));
    });
  }

  function choose(event) {
    var control = event.target.closest("[data-theme-choice]");
    if (!control) return;
    keepChoice(control.dataset.themeChoice);
    apply(control.dataset.themeChoice);
    showChoice();
  }

  function send(event) {
    var form = event.target;
    if (!form.matches("[data-theme-form]")) return;
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), credentials: "same-origin" });
  }

  if (root.dataset.themeOfPerson) keepChoice(root.dataset.themeOfPerson);
  apply(root.dataset.themeOfPerson || readChoice());
  document.addEventListener("DOMContentLoaded", showChoice);
  document.addEventListener("click", choose);
  document.addEventListener("submit", send);
  window.addEventListener("storage", function (event) {
    if (event.key !== KEY) return;
    apply(event.newValue);
    showChoice();
  });
})();
