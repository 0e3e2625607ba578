// Pages work without this. With it, they follow the class by themselves, and a vote is sent until it is saved.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const announced = document.getElementById("announced");
  const is_student = document.body.classList.contains("student");
  document.documentElement.classList.add("scripted");
  const problem = document.querySelector("[role=alert][tabindex]");
  if (problem) problem.focus();
  const say = (text) => { announced.textContent = ""; announced.textContent = text; };
  const tell = (text) => {
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = text;
    main.querySelector("h1").after(notice);
    say(text);
  };
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  // ---- what was typed stays, whatever changes around it ----

  const fields = () => [...main.querySelectorAll("input[id], textarea[id], select[id]")];
  const is_choice = (field) => field.type === "radio" || field.type === "checkbox";
  const form_key = (field) => {
    const of = (name) => (field.form && field.form.elements[name] && field.form.elements[name].value) || "";
    return `${field.id}|${of("ballot")}|${of("round")}`;
  };
  const is_touched = (field) => {
    if (is_choice(field)) return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((each) => each.selected !== each.defaultSelected) && field.dataset.touched;
    return field.value !== field.defaultValue;
  };
  const typed = () => new Map(fields().filter(is_touched).map((field) => [form_key(field), is_choice(field) ? field.checked : field.value]));
  const put_back = (values) => fields().forEach((field) => {
    const value = values.get(form_key(field));
    if (value === undefined || field.disabled) return;
    if (is_choice(field)) field.checked = value;
    else if (field.tagName !== "SELECT" || [...field.options].some((each) => each.value === value)) field.value = value;
  });
  main.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") event.target.dataset.touched = "yes"; });
  // Where somebody is who goes by keys: what has no id is found by its kind in the nearest thing that has one.
  const place_of = (at) => {
    if (!at || at === document.body || !main.contains(at) || at === main) return null;
    const around = at.closest("[id]");
    return { id: around.id, tag: at.tagName, number: around === at ? -1 : [...around.querySelectorAll(at.tagName)].indexOf(at) };
  };
  const at_place = (place) => {
    const around = document.getElementById(place.id);
    return around && (place.number < 0 ? around : around.querySelectorAll(place.tag)[place.number]);
  };
  const summary_of = (details) => details.querySelector("summary").textContent;

  // ---- showing what has changed ----

  // Where every vote is a change, a page that is looked at twice a second is as good as one that always follows.
  const rest = is_student ? 0 : 0.5;
  let busy = false;
  let again = false;
  const refresh = async (forget = false) => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const address = new URL(location.href);
      ["said", "done"].forEach((name) => address.searchParams.delete(name));
      address.searchParams.set("part", "main");
      address.hash = "";
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (answer.redirected) { location.assign(answer.url.replace(/[?&]part=main/, "")); return; }
      if (!answer.ok) { if (answer.status === 403) location.reload(); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("main");
      if (!fresh) return;
      const [top, fresh_top] = [document, page].map((each) => each.querySelector("header.top"));
      if (top && fresh_top && top.innerHTML !== fresh_top.innerHTML) top.innerHTML = fresh_top.innerHTML;
      const heading = main.querySelector("h1") && main.querySelector("h1").textContent;
      const state = main.dataset.version;
      main.dataset.version = fresh.dataset.version;
      if (fresh.innerHTML === main.innerHTML) return;
      const focused = place_of(document.activeElement);
      const values = forget ? new Map() : typed();
      const opened = new Map([...main.querySelectorAll("details")].map((each) => [summary_of(each), each.open]));
      main.innerHTML = fresh.innerHTML;
      main.querySelectorAll("details").forEach((each) => {
        if (opened.has(summary_of(each))) each.open = opened.get(summary_of(each));
      });
      put_back(values);
      fit();
      document.title = fresh.dataset.title || document.title;
      const again_there = focused && at_place(focused);
      if (again_there && again_there !== document.activeElement) again_there.focus({ preventScroll: true });
      const title = main.querySelector("h1") && main.querySelector("h1").textContent;
      const lead = main.querySelector(".lead");
      if (title !== heading) window.scrollTo({ top: 0, behavior: "instant" });
      if (is_student && state !== main.dataset.version) say([title, lead && lead.textContent].filter(Boolean).join(". "));
    } catch {
      await pause(2);
      again = true;
    } finally {
      if (rest) await pause(rest);
      busy = false;
      if (again) { again = false; refresh(); }
    }
  };

  // ---- nobody scrolls a projector: what is too long for it is set smaller, as far as the last row can read it ----

  const is_projector = document.body.classList.contains("projector");
  const SMALLEST = 72; // percent
  const shrink = (root) => {
    root.style.fontSize = "";
    const whole = parseFloat(getComputedStyle(root).fontSize);
    for (let percent = 98; percent >= SMALLEST && root.scrollHeight > window.innerHeight; percent -= 2) {
      root.style.fontSize = `${whole * percent / 100}px`;
    }
    return root.scrollHeight;
  };
  const fit = () => {
    if (!is_projector) return;
    const root = document.documentElement;
    root.classList.remove("two-columns");
    const height = shrink(root);
    if (height <= window.innerHeight) return;
    // In two columns lines are shorter, and twice as many have room; wide tables and charts are better off in one.
    root.classList.add("two-columns");
    if (shrink(root) < height) return;
    root.classList.remove("two-columns");
    shrink(root);
  };
  fit();
  window.addEventListener("resize", fit);

  // ---- the countdown, between two messages ----

  let ends = null;
  let halted = false;
  const set_countdown = (left) => { ends = left === null ? null : performance.now() + left * 1000; };
  const shown = main.querySelector("[data-left]");
  if (shown) set_countdown(Number(shown.dataset.left));
  setInterval(() => {
    const figure = main.querySelector("[data-left]");
    halted = Boolean(main.querySelector("[data-paused]"));
    if (!figure || ends === null || halted) return;
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    const words = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (figure.textContent !== words) figure.textContent = words;
  }, 250);

  // ---- a vote is sent until it is saved ----

  const send = async (form) => {
    const trouble = form.querySelector(".trouble") || announced;
    const button = form.querySelector("button");
    const body = new URLSearchParams(new FormData(form));
    form.dataset.sent = "yes";
    button.setAttribute("aria-disabled", "true");
    for (let attempt = 0; ; attempt += 1) {
      let answer = null;
      let told = {};
      try {
        answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
        told = await answer.json();
      } catch { /* the network is away: it is tried again */ }
      if (answer && answer.ok) {
        trouble.textContent = "";
        delete form.dataset.sent;
        if (told.next) { location.assign(told.next); return; }
        await refresh(true);
        say(told.said || "Saved.");
        return;
      }
      if (answer && answer.status !== 503 && answer.status !== 429 && answer.status < 500) {
        const error = told.error || "That could not be saved.";
        delete form.dataset.sent;
        button.removeAttribute("aria-disabled");
        // What came too late is told above the page as it is now; anything else can be mended where it stands.
        if (answer.status === 409) { await refresh(); tell(error); } else trouble.textContent = error;
        return;
      }
      trouble.textContent = "Not saved yet. It is sent again by itself; you need not do anything.";
      await pause(Math.min(8, 0.5 * 2 ** attempt) * (0.5 + Math.random()));
      if (!form.isConnected) return;
    }
  };
  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.dataset.vote !== undefined) { event.preventDefault(); send(form); return; }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // ---- hearing of changes ----

  if (!main.dataset.events || !window.EventSource) return;
  let source;
  const listen = () => {
    source = new EventSource(main.dataset.events);
    source.addEventListener("changed", async (event) => {
      const told = JSON.parse(event.data);
      set_countdown(told.left);
      if (told.version === main.dataset.version) return;
      if (told.version === "gone") { location.reload(); return; }
      // A class of hundreds does not look at the same instant.
      if (is_student) await pause(Math.random() * 0.4);
      refresh();
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000 + Math.random() * 3000);
    });
  };
  listen();
  // A device that slept, or a page that was kept for the back button, may have missed something.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { listen(); refresh(); } });
  window.addEventListener("pagehide", () => source.close());
})();
