/* The evidence composer: a passage is selected in the text of a source, a stance given, and sent.

   What the mouse or a finger selects is the passage; with the keyboard the arrows go from sentence to sentence, with Shift they take in
   the next one. 1, 2 and 3 choose the stance, Enter sends. Places are told in code points of the capture, which is how
   the server counts. The words also stand in a field of the form, so that they are kept and can be pasted instead. */

import { register } from "./keys.js";
import { goesOnTyping } from "./source_list.js";

const text = document.querySelector("[data-capture]");
const form = document.querySelector("form[data-link]");
const shown = document.querySelector("[data-selected]");

/* The passage */

function codePoints(string) {
  return Array.from(string).length;
}

function blocks() {
  return [...text.querySelectorAll("[data-start]")];
}

function part(block, range) {
  const inside = document.createRange();
  inside.selectNodeContents(block);
  if (block.contains(range.startContainer)) inside.setStart(range.startContainer, range.startOffset);
  if (block.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
  return inside;
}

/* The words of a range, blocks joined as the capture joins them, and where they begin. */
function passageOf(range) {
  const parts = blocks().filter((block) => range.intersectsNode(block)).map((block) => [block, part(block, range)]);
  const filled = parts.filter(([, inside]) => inside.toString().trim());
  if (!filled.length) return null;
  const words = filled.map(([, inside]) => inside.toString()).join("\n");
  const [first, inside] = filled[0];
  const before = document.createRange();
  before.selectNodeContents(first);
  before.setEnd(inside.startContainer, inside.startOffset);
  const blank = words.length - words.trimStart().length;
  const start = Number(first.dataset.start) + codePoints(before.toString()) + codePoints(words.slice(0, blank));
  return { words: words.trim(), start };
}

function take(range) {
  const passage = passageOf(range);
  if (!passage) return;
  form.elements.start.value = passage.start;
  form.elements.passage.value = passage.words;
  form.elements.passage.dispatchEvent(new Event("input", { bubbles: true }));
  show(passage.words, range);
}

function show(words, range = null) {
  delete shown.dataset.missing;
  shown.textContent = words.trim() ? `${shown.dataset.selectedWords} “${words.trim()}”` : shown.dataset.none;
  if (!window.CSS?.highlights) return;
  CSS.highlights.delete("passage");
  if (range) CSS.highlights.set("passage", new Highlight(range));
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (text.contains(range.commonAncestorContainer)) take(range.cloneRange());
}

/* A range over `count` code points of a block, from `start` on. */
function rangeIn(block, start, count) {
  const characters = Array.from(block.textContent);
  const from = characters.slice(0, start).join("").length;
  return unitsIn(block, from, from + characters.slice(start, start + count).join("").length);
}

function unitsIn(block, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let passed = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!begun && start < passed + node.length) {
      range.setStart(node, start - passed);
      begun = true;
    }
    if (begun && end <= passed + node.length) {
      range.setEnd(node, end - passed);
      break;
    }
    passed += node.length;
  }
  return range;
}

/* The range of words that stand in the text at a place: after a reload, or after a refusal. */
function rangeAt(start, words) {
  const end = start + codePoints(words);
  const met = blocks().filter((block) => {
    const begin = Number(block.dataset.start);
    return begin < end && begin + codePoints(block.textContent) > start;
  });
  if (!met.length) return null;
  const [first, last] = [met[0], met.at(-1)];
  const range = document.createRange();
  const opening = rangeIn(first, start - Number(first.dataset.start), 1);
  const closing = rangeIn(last, Math.max(end - Number(last.dataset.start) - 1, 0), 1);
  range.setStart(opening.startContainer, opening.startOffset);
  range.setEnd(closing.endContainer, closing.endOffset);
  return range;
}

function showWhatIsThere() {
  const words = form.elements.passage.value;
  const start = form.elements.start.value;
  const range = start && words.trim() ? rangeAt(Number(start), words.trim()) : null;
  const holds = range && passageOf(range)?.words === words.trim();
  show(words, holds ? range : null);
}

/* Sentence by sentence */

function sentences() {
  const language = text.lang && text.lang !== "und" ? text.lang : undefined;
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  return blocks().flatMap((block) => [...segmenter.segment(block.textContent)]
    .map(({ segment, index }) => [index, index + segment.trimEnd().length])
    .filter(([start, end]) => end > start)
    .map(([start, end]) => unitsIn(block, start, end)));
}

let all = [];
let first = -1;
let last = -1;

function step(event) {
  const forward = event.key === "ArrowDown" || event.key === "ArrowRight";
  if (!forward && event.key !== "ArrowUp" && event.key !== "ArrowLeft") return;
  event.preventDefault();
  if (!all.length) all = sentences();
  last = Math.min(Math.max(last + (forward ? 1 : -1), 0), all.length - 1);
  if (!event.shiftKey || first < 0) first = last;
  const [from, to] = first <= last ? [first, last] : [last, first];
  const range = document.createRange();
  range.setStart(all[from].startContainer, all[from].startOffset);
  range.setEnd(all[to].endContainer, all[to].endOffset);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  take(range);
  all[last].startContainer.parentElement.closest("[data-start]").scrollIntoView({ block: "nearest" });
}

/* Whoever goes on with the keyboard after the mouse starts where the mouse was. */
function startFrom(event) {
  if (!all.length) all = sentences();
  const place = document.caretPositionFromPoint?.(event.clientX, event.clientY) ?? document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = place?.offsetNode ?? place?.startContainer;
  if (!node || !text.contains(node)) return;
  last = all.findIndex((range) => range.comparePoint(node, place.offset ?? place.startOffset) <= 0);
  first = last;
}

/* The text is what one works in: the page starts there, unless something is to be put right first or somebody is in
   the middle of a word elsewhere. */
function begin() {
  if (goesOnTyping || form.querySelector("[data-focus-first]")) return;
  text.focus({ preventScroll: true });
  if (matchMedia("(max-width: 66rem)").matches) text.closest("section").scrollIntoView();
}

if (text && form) {
  document.addEventListener("selectionchange", selected);
  text.addEventListener("keydown", step);
  text.addEventListener("click", startFrom);
  form.elements.passage.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    form.elements.start.value = "";
    show(event.target.value);
  });
  form.addEventListener("workbench:restored", showWhatIsThere);
  form.addEventListener("submit", (event) => {
    if (form.elements.passage.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    shown.textContent = shown.dataset.first;
    shown.dataset.missing = "";
    text.focus();
  });
  showWhatIsThere();
  begin();
  const isInText = () => [text, document.body].includes(document.activeElement);
  const label = document.querySelector("button[form=link]").firstChild.textContent.trim();
  register({ key: "Enter", label, group: document.title.split(" · ")[0], when: isInText, run: () => form.requestSubmit() });
}

/* The stance: its choices stand outside of the form's place, so the form is told. */

const stances = [...document.querySelectorAll("input[name=stance]")];
function stanceChosen(choice) {
  choice.checked = true;
  form?.dispatchEvent(new Event("change", { bubbles: true }));
}
stances.forEach((choice, number) => {
  const label = choice.closest("label").textContent.replace(/\d/g, "").trim();
  choice.addEventListener("change", () => stanceChosen(choice));
  register({ key: String(number + 1), label, group: document.title.split(" · ")[0], run: () => stanceChosen(choice) });
});

/* What a passage relies on is asked only where it relies on something. Its search lists as one types: Enter would only
   leave the page. */

document.getElementById("find-origin")?.addEventListener("submit", (event) => event.preventDefault());

const sourcing = document.querySelector("select[name=sourcing]");
const relies = document.querySelector("[data-relies-on]");
if (sourcing && relies) {
  const follow = () => { relies.hidden = sourcing.value !== "relies_on"; };
  sourcing.addEventListener("change", follow);
  sourcing.form.addEventListener("workbench:restored", follow);
  follow();
}
