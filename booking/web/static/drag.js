/* Drag and drop on the plan, for who switches it on: a twin of the move form. Fetched and drawn only then.
   The server decides; a refused drop goes back and says where to go on. While somebody drags nothing is swapped (live.js). */
"use strict";
(() => {
  const part = document.querySelector("[data-drag]");
  if (!part) return;
  const KEPT = "treffpunkt-ziehen", WIDE = matchMedia("(min-width: 48rem)");
  const find = name => part.querySelector(`[data-drag-${name}]`);
  const [toggle, body, news, hint, place] = ["switch", "body", "news", "hint", "plan"].map(find);
  const word = name => find("words").content.querySelector(`[data-word="${name}"]`).textContent;
  const remember = on => { try { localStorage.setItem(KEPT, on ? "1" : ""); } catch { /* private window */ } };
  const remembered = () => { try { return localStorage.getItem(KEPT) === "1"; } catch { return false; } };
  let plan = null, entries = [], dragging = false;

  /* ---- what is said ---- */
  const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
  const link = (text, href) => element("a", text, { href });
  const say = (text, ...more) => news.replaceChildren(element("span", text), ...more);

  /* ---- times on the wall, without a zone ---- */
  const two = number => String(number).padStart(2, "0");
  const day = date => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = date => `${two(date.getHours())}:${two(date.getMinutes())}`;
  const wanted = event => ({ day: day(event.start), start: clock(event.start), end: clock(event.end), room: event.resourceIds[0] });

  /* ---- the plan ---- */
  const read = async () => {
    const answer = await fetch(`/planer/ziehen?tag=${part.dataset.day}`, { cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error("no plan");
    const data = await answer.json();
    entries = data.entries;
    return {
      resources: data.rooms,
      events: entries.map((each, id) => ({
        id, resourceIds: [each.room], start: each.start, end: each.end, title: each.text, extendedProps: { id },
        startEditable: Boolean(each.move), durationEditable: false, classNames: each.move ? [] : ["is-fixed"],
        backgroundColor: each.move ? "#1a3da5" : "#444b57",
      })),
    };
  };
  const inside = ({ event }) => {
    const each = entries[event.extendedProps.id];
    if (!each) return undefined;
    const words = [element("b", `${each.times} `), element("span", each.text), element("span", `, ${each.where}`, { className: "kern-sr-only" })];
    if (!each.url) return { domNodes: words };
    // A real link for the keyboard; the mouse may only have let go of a bar, so its clicks are eventClick's.
    const way = link("", each.url);
    Object.assign(way, { draggable: false, onclick: click => { if (click.detail) click.preventDefault(); } }).append(...words);
    return { domNodes: [way] };
  };
  const blocked = event => {
    const own = entries[event.extendedProps.id], before = new Date(own.start) - new Date(own.from), after = new Date(own.to) - new Date(own.end);
    const start = event.start.getTime() - before, end = event.end.getTime() + after;
    return entries.some(each => each !== own && each.room === event.resourceIds[0] && new Date(each.from) < end && new Date(each.to) > start);
  };
  const preview = ({ event, newResource }) => {
    const there = newResource ? { ...event, start: event.start, end: event.end, extendedProps: event.extendedProps, resourceIds: [newResource.id] } : event;
    const taken = blocked(there), room = plan.getOption("resources").find(each => each.id === there.resourceIds[0]);
    part.classList.toggle("is-blocked", taken);
    hint.textContent = `${word(taken ? "taken" : "free")} ${room ? room.title : ""}, ${clock(event.start)}–${clock(event.end)}`;
    return true;
  };
  const grasp = on => {
    dragging = on;
    if (on) part.dataset.liveBusy = ""; else { delete part.dataset.liveBusy; part.classList.remove("is-blocked"); hint.textContent = ""; }
  };
  const renew = async () => {
    if (!plan || dragging) return;
    try { const now = await read(); plan.setOption("resources", now.resources); plan.setOption("events", now.events); } catch { say(word("lost")); }
  };

  /* ---- the same command as the form ---- */
  const send = async (address, fields) => {
    const form = new FormData();
    Object.entries({ ...fields, csrf_token: part.querySelector("[name=csrf_token]").value }).forEach(([name, value]) => form.append(name, value));
    const answer = await fetch(address, { method: "POST", body: form });
    if (!(answer.headers.get("Content-Type") || "").includes("json")) throw new Error("no answer");
    return { done: answer.ok, ...(await answer.json()) };
  };
  const undo = async change => {
    try { say((await send(`/planer/rueckgaengig/${change}`, {})).text); } catch { say(word("failed")); }
    await renew();
  };
  const drop = async info => {
    const event = info.newResource ? { start: info.event.start, end: info.event.end, resourceIds: [info.newResource.id] } : info.event;
    const own = entries[info.event.extendedProps.id], there = wanted(event), [path, asked] = own.move.split("/verschieben?");
    const form = link(word("form"), `${own.move}&${new URLSearchParams(there)}`);
    part.dataset.liveBusy = "";
    try {
      const answer = await send(`${path}/ziehen`, { ...Object.fromEntries(new URLSearchParams(asked)), ...there, scope: "one", gesehen: own.seen });
      if (!answer.done) {
        info.revert();
        say(answer.text, ...answer.ways.map(each => link(each.text, each.url)), form);
      } else if (answer.change) {
        const button = element("button", "", { type: "button", className: "kern-btn kern-btn--secondary", onclick: () => undo(answer.change) });
        button.append(element("span", word("undo"), { className: "kern-label" }));
        say(answer.text, button, element("span", word("time"), { className: "tp-small" }));
      }
    } catch { info.revert(); say(word("failed"), form); }
    delete part.dataset.liveBusy;
    await renew();
  };

  /* ---- what the component leaves undone for screen readers ---- */
  const clean = () => {
    const root = place.querySelector(".ec");
    if (!root) return;
    root.setAttribute("role", "group"); root.setAttribute("aria-label", word("name"));
    root.querySelectorAll("[role]").forEach(each => { each.removeAttribute("role"); each.removeAttribute("aria-colindex"); });
    root.querySelectorAll("article").forEach(each => { each.removeAttribute("role"); each.removeAttribute("tabindex"); });
    root.querySelectorAll("h4").forEach(each => each.setAttribute("role", "presentation"));
  };

  /* ---- on and off ---- */
  const load = () => Promise.all([
    ...part.dataset.sheets.split(" ").map(href => new Promise((done, fail) => document.head.append(element("link", "", { rel: "stylesheet", href, onload: done, onerror: fail })))),
    new Promise((done, fail) => document.head.append(element("script", "", { src: part.dataset.script, onload: done, onerror: fail }))),
  ]);
  const draw = async () => {
    if (plan) { await renew(); return; }
    try {
      const [now] = await Promise.all([read(), window.EventCalendar || load()]);
      plan = window.EventCalendar.create(place, {
        view: "resourceTimelineDay", date: part.dataset.day, locale: document.documentElement.lang || "de", firstDay: 1, ...now,
        slotMinTime: "07:00", slotMaxTime: "22:00", slotDuration: "00:30", snapDuration: "00:15", slotHeight: 36, slotWidth: 34, nowIndicator: true,
        headerToolbar: { start: "", center: "", end: "" }, buttonText: text => ({ ...text, today: "Heute", prev: "Zurück", next: "Weiter" }),
        editable: true, eventDurationEditable: false, eventResizableFromStart: false, eventBackgroundColor: "#1a3da5", eventTextColor: "#fff",
        eventContent: inside, dragConstraint: preview, eventDrop: drop,
        eventDragStart: () => grasp(true), eventDragStop: () => grasp(false),
        eventClick: ({ event }) => { const { url } = entries[event.extendedProps.id] ?? {}; if (url) location.href = url; },
      });
      new MutationObserver(clean).observe(place, { subtree: true, childList: true });
      clean();
      document.querySelectorAll("[data-live=plan] .tp-time").forEach(each => new MutationObserver(renew).observe(each.parentElement, { childList: true }));
    } catch { say(word("lost")); }
  };
  const turn = on => {
    toggle.setAttribute("aria-pressed", String(on));
    body.hidden = !on;
    remember(on);
    if (on) draw();
  };
  toggle.onclick = () => turn(body.hidden);
  const fit = () => { part.hidden = !WIDE.matches; if (WIDE.matches && body.hidden && remembered()) turn(true); };
  WIDE.addEventListener("change", fit);
  fit();
})();
