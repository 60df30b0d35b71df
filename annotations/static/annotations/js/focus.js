/* Focus: after a form was refused the reader begins at what is to be put right; after a jump, at the content. Where a
   row of tabs is wider than the screen, the one that is shown is in sight. */

document.querySelector("[data-focus-first]")?.focus();
for (const tabs of document.querySelectorAll(".tabs")) {
  const tab = tabs.querySelector("[aria-current]");
  const hidden = tab ? tab.getBoundingClientRect().right - tabs.getBoundingClientRect().right : 0;
  if (hidden > 0) tabs.scrollLeft += hidden;
}
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  const control = field?.matches("fieldset, div") ? field.querySelector("input, select, textarea") : field;
  if (!control) return;
  event.preventDefault();
  control.focus();
});
