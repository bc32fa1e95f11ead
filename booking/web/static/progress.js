/* A page that shows how far something is: reads itself anew each second, and goes on when that leads to another page.
   It swaps what has data-progress; only each new quarter is read out. Without this script the page loads itself again. */
"use strict";
(() => {
  const EACH = 1000, PATIENCE = 15000;
  const all = (there, name) => [...there.querySelectorAll(`[${name}]`)];
  const said = document.querySelector("[data-progress-said]");

  const swap = fresh => {
    const then = all(fresh, "data-progress");
    all(document, "data-progress").forEach((old, at) => { if (old.textContent !== then[at]?.textContent) old.replaceChildren(...then[at].childNodes); });
    const quarter = fresh.querySelector("[data-progress-said]").dataset.progressSaid;
    if (quarter === said.dataset.progressSaid) return;
    said.dataset.progressSaid = quarter;
    said.textContent = document.querySelector("[data-progress] label").textContent;
  };

  const look = async () => {
    const patience = new AbortController();
    const enough = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(location.href, { cache: "no-store", redirect: "manual", headers: { "Treffpunkt-Live": "1" }, signal: patience.signal });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      if (fresh && fresh.querySelector("[data-progress-page]")) swap(fresh);
      else if (answer.type === "opaqueredirect" || answer.ok || answer.status === 404) { location.reload(); return; }
    } catch {
      // the house or the network is away for a moment: what is shown stays
    } finally {
      clearTimeout(enough);
    }
    setTimeout(look, EACH);
  };
  setTimeout(look, EACH);
})();
