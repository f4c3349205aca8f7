// The cost explorer: figures follow the fields. Without this script the form is sent
// by its button. It keeps nothing in storage: the address holds everything.
"use strict";
(function () {
  var form = document.querySelector("[data-cost]");
  var box = document.querySelector("[data-figures]");
  var said = document.querySelector("[data-say]");

  if (form) explore();

  function explore() {
    document.documentElement.classList.add("js");
    form.querySelectorAll("[data-slider]").forEach(slider);
    form.addEventListener("input", function () { update(250); });
    form.addEventListener("change", function (event) {
      var id = event.target.id;
      if (id === "parts" || id === "people") return location.assign(form.getAttribute("action") + "?" + query() + "#" + id); // other fields
      var head = form.querySelector("#show summary");
      head.textContent = head.textContent.replace(/\d+ of/, form.querySelectorAll("[name=show]:checked").length + " of");
      update(0);
    });
    form.addEventListener("submit", function (event) {
      if (event.submitter && event.submitter.name) return; // fields that could not be fetched
      event.preventDefault();
      update(0);
    });
    document.querySelector("[data-submit]").classList.add("visually-hidden"); // Enter still works
    // Bills come with their lines, and groups with their fields, once they are opened;
    // toggle does not bubble.
    box.addEventListener("toggle", function (event) {
      if (event.target.matches("[data-empty][open]")) update(0);
      if (event.target.matches("[data-group][open]")) fill(event.target);
    }, true);
    form.querySelectorAll("[data-group][open]").forEach(fill); // opened before this script ran
    addEventListener("online", function () { update(0); });
    figures.settled = function () { if (shown !== null) record(); };
    if (Array.from(form.elements).some(touched)) update(0); // somebody was faster than this script
  }

  // fill puts the fields into a group that came without them.
  function fill(group) {
    group.removeAttribute("data-group");
    fetch(form.getAttribute("action") + "?" + query() + "&fields=" + group.id)
      .then(function (r) { return r.text(); })
      .then(function (html) {
        var full = new DOMParser().parseFromString(html, "text/html").getElementById(group.id);
        full.firstElementChild.remove(); // the summary stays, and with it the focus
        group.lastElementChild.replaceWith.apply(group.lastElementChild, Array.from(full.childNodes));
      })
      .catch(function () { group.setAttribute("data-group", ""); }); // its button is still there
  }

  function touched(field) {
    if (field.matches("button, select, [type=range]")) return false;
    return field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  }

  /* ---- figures ---- */

  var timer, running, shown = location.search;
  var good = box && !box.querySelector("[data-problems]"); // what is shown is for figures that could be used

  function query() {
    var q = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (value !== "" || required(name)) q.append(name, figures.plain(name, value)); });
    return q;
  }

  // required fields have no usual value that stands for them: left empty, they are missing.
  function required(name) {
    var field = document.getElementById(name);
    return field && field.matches("[data-figure]:not([placeholder])");
  }

  // asked is the query with the bills that are open.
  function asked(q) {
    var all = new URLSearchParams(q);
    box.querySelectorAll("[data-bill][open]").forEach(function (d) { all.append("bill", d.dataset.bill); });
    return all;
  }

  // record keeps the figures in the address.
  function record() {
    shown = "?" + asked(query());
    try { history.replaceState(null, "", form.getAttribute("action") + "?" + query()); } catch (e) { /* too often, or a frame forbids it */ }
  }

  function update(wait) {
    clearTimeout(timer);
    timer = setTimeout(function () {
      var sent = asked(query());
      if ("?" + sent === shown) return;
      record();
      if (running) running.abort();
      running = new AbortController();
      box.setAttribute("aria-busy", "true");
      fetch(form.dataset.figuresUrl + "?" + sent, { signal: running.signal })
        .then(function (r) {
          if (!r.ok && r.status !== 422) throw new Error(r.status);
          return r.text().then(function (html) { swap(html, r.ok); });
        })
        .then(function () {
          figures.take(box, sent);
          form.querySelectorAll("[data-slider]").forEach(function (s) { s.dispatchEvent(new Event("figures")); });
        })
        .catch(function (e) {
          if (e.name === "AbortError") return;
          shown = null; // the next change tries again
          box.removeAttribute("aria-busy");
          say("These figures are not up to date: new ones could not be fetched. Yours are kept.", true);
        });
    }, wait);
  }

  // swap shows new figures, with the same bills open as before. Where some cannot
  // be used, the last good ones stay, under what is wrong.
  function swap(html, ok) {
    if (!ok && good) return keep(html);
    good = ok;
    var open = Array.from(box.querySelectorAll("details[open]")).map(key);
    var active = document.activeElement, focused = "";
    if (box.contains(active) && active.matches("[data-plot]")) focused = "[data-plot]";
    if (box.contains(active) && active.matches("[data-bill] > summary")) focused = '[data-bill="' + active.parentElement.dataset.bill + '"] > summary';
    var fresh = document.createElement("div");
    fresh.innerHTML = html; // our own fragment, from our own server
    ["[data-first]", "[data-behind]"].forEach(function (part) { box.querySelector(part).replaceWith(fresh.querySelector(part)); });
    box.removeAttribute("aria-busy");
    box.querySelectorAll(".costs details").forEach(function (d) { d.open = open.indexOf(key(d)) >= 0; });
    box.querySelectorAll("[data-curve]").forEach(curves.read);
    tell();
    if (focused && box.querySelector(focused)) box.querySelector(focused).focus();
  }

  function keep(html) {
    var fresh = document.createElement("div");
    fresh.innerHTML = html; // our own fragment, from our own server
    box.removeAttribute("aria-busy");
    box.querySelectorAll("[data-problems], [data-echo]").forEach(function (e) { e.remove(); });
    var problems = fresh.querySelector("[data-problems]");
    var title = problems.querySelector("[data-summary]"), kept = problems.querySelector("[data-kept]");
    title.textContent = title.dataset.summary;
    if (kept) kept.textContent = kept.dataset.kept;
    box.querySelector("[data-first]").prepend(fresh.querySelector("[data-echo]"), problems);
    tell();
  }

  function tell() {
    say(box.querySelector("[data-summary]").dataset.summary); // before mark, which removes what looks like a problem
    mark();
  }

  function key(details) { return details.id || details.className; }
  function say(text, wrong) {
    said.textContent = text;
    said.className = wrong ? "field-problem" : "visually-hidden"; // screen readers hear of new figures, everybody of none
  }

  // mark puts what is wrong with a field above it, as the page without script does.
  function mark() {
    form.querySelectorAll("[aria-invalid]").forEach(function (f) { f.removeAttribute("aria-invalid"); });
    document.querySelectorAll("main > .wide > .problems, .field-problem").forEach(function (e) { e.remove(); });
    box.querySelectorAll(".problems a").forEach(function (link) {
      var field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      var p = document.createElement("p");
      p.className = "field-problem";
      p.id = field.id + "-problem";
      p.textContent = link.textContent;
      field.setAttribute("aria-invalid", "true");
      field.before(p);
      field.setAttribute("aria-describedby", p.id + " " + field.id + "-hint");
    });
  }

  /* ---- sliders ---- */

  function slider(holder) {
    var field = holder.querySelector("input");
    var log = holder.dataset.slider === "log";
    var unit = holder.querySelector("[data-unit]") ? " " + holder.querySelector("[data-unit]").textContent : "";
    var low = Number(holder.dataset.min), high = Number(holder.dataset.max);
    var range = document.createElement("input");
    range.type = "range";
    range.min = 0;
    range.max = log ? 200 : high - low;
    range.setAttribute("aria-label", holder.querySelector("label").textContent.replace(/\s+/g, " ").trim() + ", slider");
    field.after(range);
    follow();
    range.addEventListener("input", function () { figures.write(field, value()); speak(); });
    field.addEventListener("input", follow);
    holder.addEventListener("figures", follow);

    function value() {
      if (!log) return low + Number(range.value);
      var n = low * Math.pow(high / low, range.value / 200);
      var digits = Math.pow(10, Math.max(0, Math.floor(Math.log10(n)) - 1)); // two digits are enough to drag
      return Math.min(high, Math.max(low, Math.round(n / digits) * digits));
    }
    function follow() {
      var n = figures.number(field);
      if (isNaN(n)) return;
      n = Math.min(high, Math.max(low, n));
      range.value = log ? (200 * Math.log(n / low)) / Math.log(high / low) : n - low;
      speak();
    }
    function speak() { range.setAttribute("aria-valuetext", figures.number(field).toLocaleString("en") + unit); }
  }
})();
