/* Return: the page for a server in trouble looks whether it is well again, and then opens what was wanted. */

const EACH_MS = 2000;
const sign = document.querySelector("[data-return]");

async function look() {
  const answer = await fetch("/readyz", { cache: "no-store" }).then((response) => response.json()).catch(() => null);
  if (answer?.checks?.database === "ok") {
    sign.textContent = sign.dataset.back;
    location.replace(sign.dataset.return);
  } else {
    setTimeout(look, EACH_MS);
  }
}

setTimeout(look, EACH_MS);
