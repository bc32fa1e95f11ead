/* Live views: hears at /live that something changed, reads this page anew and swaps its parts with data-live="<topic>".
   Nothing is swapped under somebody's hands. All tabs of a browser share one stream; without it the page asks now and then.
   The words are in templates/web/layout/live.html. An element with data-live-busy keeps everything as it is,
   one with data-live-poll has the page ask now and then, whatever it hears. */
"use strict";
(() => {
  const line = document.querySelector("[data-live-line]");
  const regions = () => [...document.querySelectorAll("[data-live]")];
  if (!line || !regions().length || !window.EventSource) return;

  const SOON = 150, SPREAD = 600, APART = 1500, PATIENCE = 4000, ASK = 30000, QUIET = 15000, KEPT = 600000, CALM = 2000, MOST = 5000;
  const status = line.querySelector("[role=status]");
  const words = name => line.querySelector(`template[data-live-words="${name}"]`).content.cloneNode(true);
  const channel = window.BroadcastChannel && navigator.locks ? new BroadcastChannel("treffpunkt-live") : null;
  const loaded = performance.timeOrigin;
  let mark = line.dataset.liveMark, source = null, lead = false, there = false, up = false;
  let shown = "", since = line.dataset.liveTime, read = 0, timer = 0, late = false;
  let reads = 0, newest = 0, felt = 0;

  /* ---- what the person sees ---- */
  const show = name => {
    if (shown !== name) status.replaceChildren(...(name ? [words(name)] : []));
    shown = name;
    status.querySelectorAll("[data-live-since]").forEach(each => { each.textContent = since; });
    status.querySelectorAll("a").forEach(each => { each.href = location.href; });
    status.querySelectorAll("button").forEach(each => { each.onclick = () => refresh(true); });
  };
  const say = () => {
    if (!up) { show("down"); return; }
    if (shown === "new") return;
    show("new");
    setTimeout(() => { if (shown === "new") show(""); }, QUIET);
  };

  /* ---- is somebody at work here? ---- */
  const TYPED = "input:not([type=hidden]):not([type=button]):not([type=submit]),textarea,select,[contenteditable=true]";
  const touched = field => field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? [...field.options].some(each => each.selected !== each.defaultSelected)
    : field.value !== undefined && field.value !== field.defaultValue;
  const held = () => {
    const here = document.activeElement, marked = getSelection();
    return pressed || dragged || document.querySelector("[data-live-busy]") || here?.matches(TYPED) || line.contains(here)
      || regions().some(each => each.contains(here) || each.querySelector("details[open]")
        || [...each.querySelectorAll(TYPED)].some(touched)
        || (!marked.isCollapsed && each.contains(marked.anchorNode)));
  };
  const moving = () => Date.now() - felt < CALM;
  const busy = () => moving() || held();
  const calm = async () => {
    for (const until = Date.now() + MOST; moving() && Date.now() < until;) await new Promise(done => { setTimeout(done, 250); });
  };
  let pressed = false, dragged = false;
  const notice = (names, change) => names.forEach(name => document.addEventListener(name, change, true));
  notice(["pointerdown"], () => { pressed = true; });
  notice(["pointerup", "pointercancel"], () => { pressed = false; });
  notice(["pointermove", "touchstart", "touchmove", "wheel", "keydown"], event => {
    if (event.target.closest?.("[data-live]")) felt = Date.now();
  });
  notice(["dragstart"], () => { dragged = true; });
  notice(["dragend", "drop"], () => { dragged = false; });

  /* ---- reading anew and swapping ---- */
  const plain = part => part.innerHTML.replace(/<input[^>]*name="csrf_token"[^>]*>/g, "");
  const text = part => part.textContent.replace(/\s+/g, " ");
  const scrolling = part => [part, ...part.querySelectorAll("[tabindex='0']")];
  const swap = (old, fresh) => {
    const places = scrolling(old).map(each => [each.scrollLeft, each.scrollTop]);
    old.replaceChildren(...fresh.childNodes);
    scrolling(old).forEach((each, at) => { if (places[at]) [each.scrollLeft, each.scrollTop] = places[at]; });
  };
  const refresh = async wanted => {
    clearTimeout(timer); timer = 0;
    if (document.hidden && !wanted) { late = true; return; }
    late = false; read = Date.now();
    const number = ++reads;
    let fresh;
    try {
      const answer = await fetch(location.href, { headers: { "Treffpunkt-Live": "1" }, cache: "no-store" });
      if (!answer.ok || answer.redirected) throw new Error("not this page");
      fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch { if (number > newest) lost(); return; }
    if (!wanted && !held()) await calm();
    if (number < newest) return;
    newest = number;
    const now = regions(), then = [...fresh.querySelectorAll("[data-live]")];
    if (now.length !== then.length) { if (wanted) location.reload(); else show("waiting"); return; }
    const other = now.filter((each, at) => plain(each) !== plain(then[at]));
    if (other.length && !wanted && busy()) { if (now.some((each, at) => text(each) !== text(then[at]))) show("waiting"); return; }
    const worth = now.some((each, at) => text(each) !== text(then[at]));
    now.forEach((each, at) => { if (other.includes(each)) swap(each, then[at]); });
    since = fresh.querySelector("[data-live-line]")?.dataset.liveTime ?? since;
    const stands = fresh.querySelectorAll("[data-live-stand]");
    document.querySelectorAll("[data-live-stand]").forEach((each, at) => { each.textContent = stands[at]?.textContent ?? each.textContent; });
    if (wanted) { show(""); const first = other[0] ?? now[0]; first.tabIndex = -1; first.focus({ preventScroll: true }); }
    if (there && !up) state(true);
    if (worth || !up) say(); else if (shown === "waiting") show("");
  };
  const soon = () => {
    if (timer) return;
    timer = setTimeout(refresh, Math.max(SOON + Math.random() * SPREAD, read + APART - Date.now()));
  };
  const hear = (topic, days) => {
    const { liveFrom: first, liveTo: last } = line.dataset;
    const seen = !first || !days.length || days.some(day => day >= first && day <= last);
    if (seen && regions().some(each => each.dataset.live.split(" ").includes(topic))) soon();
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && late) soon();
    if (channel) return;
    if (document.hidden) source?.close(); else open();
  });
  setInterval(() => { if (document.querySelector("[data-live-poll]")) soon(); }, ASK);
  document.getElementById("sperre")?.addEventListener("close", () => {
    if (!document.documentElement.classList.contains("tp-locked")) soon();
  });
  addEventListener("pageshow", event => { if (event.persisted) soon(); });

  /* ---- is the stream there? ---- */
  let gone = 0, asking = 0;
  const lost = () => {
    up = false;
    show("down");
    if (!asking) asking = setInterval(() => { refresh(); if (lead && source?.readyState === 2) open(); }, ASK);
  };
  const state = open => {
    there = open;
    if (!open) { if (!gone && !asking) gone = setTimeout(lost, PATIENCE); return; }
    clearTimeout(gone); clearInterval(asking);
    if (asking) soon();
    gone = asking = 0; up = true;
    if (shown === "down") show("");
  };

  /* ---- one stream for all tabs: who has the lock leads and passes on ---- */
  let recent = [];
  const pass = message => channel?.postMessage(message);
  const open = () => {
    source?.close();
    source = new EventSource(`/live?since=${encodeURIComponent(mark)}${channel ? "&shared=1" : ""}`);
    source.onopen = () => { state(true); pass({ up: true }); };
    source.onerror = () => { state(false); pass({ up: false }); };
    source.onmessage = event => {
      const [topic, ...days] = event.data.split(" ");
      mark = event.lastEventId;
      recent = [...recent.filter(each => each.at > Date.now() - KEPT), { at: Date.now(), topic, days }];
      hear(topic, days); pass({ topic, days, mark });
    };
    source.addEventListener("replaced", () => { source.close(); state(false); pass({ up: false }); });
  };
  const begin = () => { lead = true; open(); return new Promise(() => {}); };
  if (!channel) begin();
  else {
    channel.onmessage = ({ data }) => {
      if (data.since && lead) {
        pass({ up: source?.readyState === 1, to: data.since });
        recent.filter(each => each.at >= data.since).forEach(({ topic, days }) => pass({ topic, days, mark, to: data.since }));
      } else if (!lead && (!data.to || data.to === loaded)) {
        if (data.topic) { mark = data.mark; hear(data.topic, data.days); }
        else if ("up" in data) state(data.up);
      }
    };
    navigator.locks.request("treffpunkt-live", begin);
    pass({ since: loaded });
    gone = setTimeout(lost, PATIENCE);
  }
})();
