/* Focus: after a form was refused the reader begins at what is to be put right; after a jump, at the content. */

document.querySelector("[data-focus-first]")?.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  const control = field?.matches("fieldset, div") ? field.querySelector("input, select, textarea") : field;
  if (!control) return;
  event.preventDefault();
  control.focus();
});
