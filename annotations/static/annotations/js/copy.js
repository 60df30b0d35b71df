/* Copy: a button with data-copy="id" copies the text of the element with that id, and says so. */

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  button.dataset.copied = "";
  const said = button.getAttribute("aria-label");
  button.setAttribute("aria-label", button.dataset.copiedWords);
  setTimeout(() => { delete button.dataset.copied; button.setAttribute("aria-label", said); }, 2000);
});
