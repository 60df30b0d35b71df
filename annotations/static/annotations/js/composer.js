/* The evidence composer: the passage is what is selected in the captured text.

   With the mouse or by touch the browser's own selection is taken. With the keyboard the arrow keys go from sentence to
   sentence inside the text, with Shift they take in the next one. 1, 2 and 3 choose the stance; Enter in the text sends.
   Offsets are sent as code points of the capture, which is how the server counts. */

import { register } from "./keys.js";

const text = document.querySelector("[data-capture]");
const form = document.querySelector(".composer-judgement");
const shown = document.querySelector("[data-selected]");

function codePoints(string) {
  return Array.from(string).length;
}

function blockOf(node) {
  return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-start]");
}

function offsetInBlock(block, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(node, offset);
  return codePoints(before.toString());
}

/* The words of a range over several blocks, joined as the capture joins them. */
function passageOf(range) {
  const blocks = [...text.querySelectorAll("[data-start]")].filter((block) => range.intersectsNode(block));
  const words = blocks.map((block) => {
    const part = document.createRange();
    part.selectNodeContents(block);
    if (block.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (block.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    return part.toString();
  });
  return words.filter(Boolean).join("\n");
}

function take(range) {
  const block = blockOf(range.startContainer) ?? text.querySelector("[data-start]");
  const inside = block.contains(range.startContainer) ? offsetInBlock(block, range.startContainer, range.startOffset) : 0;
  const passage = passageOf(range);
  if (!passage.trim()) return;
  form.elements.passage.value = passage;
  form.elements.passage.dispatchEvent(new Event("input", { bubbles: true }));
  form.elements.start.value = Number(block.dataset.start) + inside;
  show(passage, range);
}

function show(passage, range) {
  shown.textContent = passage.trim() ? `“${passage.trim()}”` : shown.dataset.none;
  if (window.CSS?.highlights && range) CSS.highlights.set("passage", new Highlight(range));
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (text.contains(range.commonAncestorContainer)) take(range.cloneRange());
}

/* Sentences of all blocks in reading order, as ranges. */
function sentences() {
  const language = text.lang && text.lang !== "und" ? text.lang : undefined;
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  return [...text.querySelectorAll("[data-start]")].flatMap((block) => {
    const words = block.textContent;
    return [...segmenter.segment(words)]
      .map(({ segment, index }) => [index, index + segment.trimEnd().length])
      .filter(([start, end]) => end > start)
      .map(([start, end]) => rangeIn(block, start, end));
  });
}

function rangeIn(block, start, end) {
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
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  take(range);
  blockOf(all[last].endContainer).scrollIntoView({ block: "nearest" });
}

if (text && form) {
  document.addEventListener("selectionchange", selected);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && form.elements.passage.value) form.requestSubmit();
    else step(event);
  });
  form.elements.passage.addEventListener("input", (event) => {
    if (event.isTrusted) form.elements.start.value = "";
    if (event.isTrusted) show(event.target.value);
  });
  show(form.elements.passage.value);
}

const stances = [...document.querySelectorAll("input[name=stance]")];
stances.forEach((choice, number) => {
  const label = choice.closest("label").textContent.replace(/\d/g, "").trim();
  register({ key: String(number + 1), label, group: "Evidence", run: () => { choice.checked = true; choice.focus(); } });
});

/* What a passage relies on is asked only where it relies on something. */
const sourcing = document.querySelector("select[name=sourcing]");
const relies = document.querySelector("[data-relies-on]");
if (sourcing && relies) {
  const follow = () => { relies.hidden = sourcing.value !== "relies_on"; };
  sourcing.addEventListener("change", follow);
  follow();
}
