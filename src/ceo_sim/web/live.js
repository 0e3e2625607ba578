// Pages work without this. With it, a page whose game has changed elsewhere shows the new state by itself.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const announced = document.getElementById("announced");
  const problem = document.querySelector("[role=alert][tabindex]");
  if (problem) problem.focus();

  // A form is sent once, however often it is clicked. What it changes is shown by the page that it leads to: this one
  // must not follow the change by itself meanwhile.
  let is_sent = false;
  let left_at = -Infinity;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    is_sent = true;
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    is_sent = false;
  });
  window.addEventListener("beforeunload", () => { left_at = performance.now(); });
  const is_leaving = () => is_sent || performance.now() - left_at < 5000;

  if (!main.dataset.events || !window.EventSource) return;

  const typed = () => {
    const values = new Map();
    main.querySelectorAll("input[id], textarea[id], select[id]").forEach((field) => {
      const is_choice = field.type === "radio" || field.type === "checkbox";
      values.set(field.id, is_choice ? field.checked : field.value);
    });
    return values;
  };
  const put_back = (values) => {
    main.querySelectorAll("input[id], textarea[id], select[id]").forEach((field) => {
      if (!values.has(field.id) || field.disabled) return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.get(field.id);
      else field.value = values.get(field.id);
    });
  };

  let busy = false;
  let again = false;
  const refresh = async () => {
    if (is_leaving()) return;
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (is_leaving()) return;
      if (answer.redirected) { location.assign(answer.url); return; }
      if (!answer.ok) return;
      const text = await answer.text();
      if (is_leaving()) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = page.getElementById("main");
      if (!fresh || fresh.innerHTML === main.innerHTML) return;
      const focused = document.activeElement && document.activeElement.id;
      const open = [...main.querySelectorAll("details")].map((each) => each.open);
      const values = typed();
      const scroll = window.scrollY;
      main.innerHTML = fresh.innerHTML;
      put_back(values);
      main.querySelectorAll("details").forEach((each, place) => { if (open[place]) each.open = true; });
      document.title = page.title;
      if (focused && document.getElementById(focused)) document.getElementById(focused).focus({ preventScroll: true });
      window.scrollTo({ top: scroll, behavior: "instant" });
      if (main.dataset.quiet === undefined) announced.textContent = "This page has changed.";
    } finally {
      busy = false;
      if (again) { again = false; refresh(); }
    }
  };

  let source;
  const listen = () => {
    source = new EventSource(main.dataset.events);
    source.addEventListener("changed", refresh);
  };
  listen();
  // A laptop that slept, or a page that was kept for the back button, may have missed something.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) refresh(); });
  window.addEventListener("pagehide", () => source.close());
})();
