/* Blanks an open page of somebody signed in when nobody used the browser for a while (booking/accounts/locking.py).
   What was typed stays under it. The server locks by itself too; this only makes it visible at once. */
"use strict";
(() => {
  const dialog = document.getElementById("sperre");
  const warning = document.getElementById("sperre-warnung");
  if (!dialog || !dialog.showModal) return;

  const form = dialog.querySelector("form");
  const password = dialog.querySelector("input[name=password]");
  const fault = document.getElementById("sperre-fehler");
  const idle = Number(dialog.dataset.idle) * 1000;
  const ahead = Number(dialog.dataset.warning) * 1000;
  const account = dialog.dataset.account;
  const USED = "treffpunkt-benutzt", LOCKED = "treffpunkt-gesperrt";
  const CATCH_UP = "treffpunkt-sperre-nachholen";
  const TELL_EVERY = 60 * 1000, SHARE_EVERY = 1000, AGAIN_AFTER = 5000, RELOADED_WITHIN = 20 * 1000;
  const DONE = 204, ELSEWHERE = [400, 401, 409]; /* signed out, in again, or somebody else: this page is of the past */
  const others = "BroadcastChannel" in window ? new BroadcastChannel("treffpunkt-sperre") : null;

  let used = Date.now(), told = used, shared = 0;
  let locked = false, title = "", focus = null;
  let again = 0; /* when to tell the server once more that this screen is locked; 0: it knows */

  /* Other tabs: a message for those that run, a note for those that sleep. A browser may refuse notes. */
  const note = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, `${account} ${value}`);
      return true;
    } catch {
      return false; /* the messages remain */
    }
  };
  const noted = (name) => {
    try {
      const [whose, value] = (localStorage.getItem(name) || "").split(" ");
      return whose === account ? Number(value) : 0;
    } catch {
      return 0;
    }
  };
  const say = (what) => others && others.postMessage({ account, what });
  /* The status of the answer: 401 when it leads to signing in, 0 without a connection. */
  const tell = (path, body) => fetch(path, {
    method: "POST", redirect: "manual", keepalive: true, body,
    headers: { "Treffpunkt-Lock": "1" },
  }).then((answer) => (answer.type === "opaqueredirect" ? 401 : answer.status), () => 0);
  const token = () => {
    const sent = new FormData();
    sent.append("csrf_token", form.elements.csrf_token.value);
    return sent;
  };

  const use = () => {
    if (locked) return;
    used = Date.now();
    warning.hidden = true;
    if (used - shared < SHARE_EVERY) return;
    shared = used;
    if (!note(USED, used)) say("used");
  };

  /* A page whose token is of an earlier sign-in cannot lock: it is loaded anew and locks then, once. */
  const tellLocked = async () => {
    again = Infinity;
    const status = await tell("/bildschirm/sperren", token());
    if (!locked) return;
    if (ELSEWHERE.includes(status) && !catchingUp) {
      try { sessionStorage.setItem(CATCH_UP, `${account} ${Date.now()}`); } catch { /* then the server locks by itself */ }
      return location.reload();
    }
    if (status === DONE) catchingUp = false;
    again = status === DONE ? 0 : Date.now() + AGAIN_AFTER;
  };
  const isToCatchUp = () => {
    try {
      const [whose, when] = (sessionStorage.getItem(CATCH_UP) || "").split(" ");
      sessionStorage.removeItem(CATCH_UP);
      return whose === account && Date.now() - Number(when) < RELOADED_WITHIN;
    } catch {
      return false;
    }
  };

  const lock = (byMyself) => {
    if (locked) return;
    locked = true;
    title = document.title;
    focus = document.activeElement;
    warning.hidden = true;
    document.documentElement.classList.add("tp-locked");
    document.title = document.getElementById("sperre-titel").textContent;
    complain("");
    dialog.showModal();
    password.focus();
    if (!byMyself) return;
    note(LOCKED, Date.now());
    say("locked");
    tellLocked();
  };

  const open = () => {
    if (!locked) return;
    locked = false;
    again = 0;
    used = told = Date.now();
    document.documentElement.classList.remove("tp-locked");
    document.title = title;
    dialog.close();
    if (focus && focus.isConnected) focus.focus();
  };

  /* The role comes with the words: what is said at once must not stand in every page before. */
  const complain = (words) => {
    password.value = "";
    fault.setAttribute("role", "alert");
    fault.hidden = !words;
    fault.querySelector(".kern-body").textContent = words;
    if (words) password.setAttribute("aria-invalid", "true");
    else password.removeAttribute("aria-invalid");
  };

  const look = () => {
    const now = Date.now();
    if (locked) {
      if (again && now >= again) tellLocked();
      return;
    }
    if (noted(LOCKED)) return lock(false);
    used = Math.max(used, noted(USED));
    if (now - used >= idle) return lock(true);
    warning.setAttribute("role", "alert");
    warning.hidden = now - used < idle - ahead;
    if (used > told && now - told >= TELL_EVERY) {
      told = now;
      tell("/bildschirm/benutzt", token()).then((status) => { if (status === 423) lock(false); });
    }
  };

  const unlock = async (event) => {
    event.preventDefault();
    const status = await tell(form.action, new FormData(form));
    if (status === DONE) {
      complain("");
      note(LOCKED, null);
      note(USED, Date.now());
      say("unlocked");
      return open();
    }
    if (ELSEWHERE.includes(status)) return location.reload();
    complain({ 422: dialog.dataset.wrong, 429: dialog.dataset.many }[status] || dialog.dataset.offline);
    password.focus();
  };

  form.addEventListener("submit", unlock);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => { if (locked) { dialog.showModal(); password.focus(); } });
  warning.querySelector("button").addEventListener("click", use);
  document.querySelectorAll("form[action='/bildschirm/sperren']").forEach((each) => {
    each.addEventListener("submit", (event) => { event.preventDefault(); lock(true); });
  });
  for (const kind of ["keydown", "pointerdown", "wheel", "touchmove", "input"]) {
    document.addEventListener(kind, use, { capture: true, passive: true });
  }
  if (others) {
    others.addEventListener("message", ({ data }) => {
      if (data.account !== account) location.reload();
      else if (data.what === "locked") lock(false);
      else if (data.what === "used") used = Date.now();
      else open();
    });
  }
  for (const kind of ["visibilitychange", "pageshow", "focus"]) window.addEventListener(kind, look);

  note(LOCKED, null); /* the server just gave us the page: it is not locked */
  note(USED, used);
  let catchingUp = isToCatchUp();
  if (catchingUp) lock(true);
  setInterval(look, 1000);
})();
