/* Requests: posting to our own server with the proof of origin. */

export function origin() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
}

/* Posts the fields of a form or of a plain object. Redirects are followed; the answer is the browser's Response. */
export function post(address, fields = {}, headers = {}) {
  const body = fields instanceof HTMLFormElement ? new URLSearchParams(new FormData(fields)) : new URLSearchParams(fields);
  return fetch(address, { method: "POST", body, headers: { ...origin(), ...headers }, credentials: "same-origin" });
}
