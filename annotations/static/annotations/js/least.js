/* A text that has to be long enough says how long it is while it is written. Counted are characters, not the units of a string, and
   no space around them: as the rule counts. */

function show(words) {
  const field = document.getElementById(words.dataset.leastOf);
  const count = Array.from(field.value.trim()).length;
  words.textContent = words.dataset.words.replace("{count}", count).replace("{least}", field.dataset.least);
  words.hidden = count === 0;
}

for (const words of document.querySelectorAll("[data-least-of]")) {
  const field = document.getElementById(words.dataset.leastOf);
  field.addEventListener("input", () => show(words));
  field.form.addEventListener("workbench:restored", () => show(words));
  show(words);
}
