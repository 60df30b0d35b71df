// The page of one claim: what follows from its status is fetched again when the status changed, unless somebody is
// in the middle of typing a verdict there.

const standing = document.getElementById("standing");

async function refresh() {
  const form = standing.querySelector("form[data-keep]");
  if (form && form.contains(document.activeElement) && form.elements.reason.value) return;
  const answer = await fetch(standing.dataset.address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const open = [...standing.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
  standing.innerHTML = await answer.text();
  for (const summary of standing.querySelectorAll("details > summary")) {
    if (open.includes(summary.textContent)) summary.parentElement.open = true;
  }
}

document.addEventListener("workbench:claim-changed", (event) => {
  if (standing && String(event.detail.id) === standing.dataset.claim) refresh();
});
