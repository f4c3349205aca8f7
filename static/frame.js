// Pages in frames of other sites: they tell the page around them how high they
// are and what was decided, take its colour scheme, and save. A classic script,
// since frames in a sandbox have no origin, and storage throws there.
"use strict";
(function () {
  var root = document.documentElement;
  var inFrame = 'a[href^="' + (root.dataset.base || "") + '/embed/"]';
  var name = new URLSearchParams(location.search).get("frame") || "";
  var framed = window.parent !== window;

  /* ---- what we say ---- */

  function send(message, to) { if (framed) window.parent.postMessage(message, to); }

  function ours(type, more) { return Object.assign({ type: "crossroads:" + type, v: 1, frame: name }, more); }

  // host is the page around us, "" when the browser does not say. Where it only
  // gives the referrer, that is our own page after a step inside the frame, so the
  // frame's name keeps what the first one was.
  function host() {
    if (location.ancestorOrigins) return location.ancestorOrigins[0] || "";
    var mark = "crossroads-host:", from = "";
    try { from = new URL(document.referrer).origin; } catch (e) { /* not sent */ }
    if (from && from !== location.origin && (!window.name || window.name.startsWith(mark))) window.name = mark + from;
    return window.name.startsWith(mark) ? window.name.slice(mark.length) : from;
  }

  // listed holds an origin against the operator's list, as frame-ancestors reads it.
  function listed(origin) {
    return origin && origin !== "null" && root.dataset.hosts.split(" ").some(function (source) {
      if (source === "'self'") return origin === location.origin;
      if (source === "*") return origin.startsWith("https://"); // for any-https, which checkers of frames want written so
      var from = source.startsWith("http://") && origin.startsWith("https://") ? source.replace("http:", "https:") : source;
      var star = from.indexOf("//*.");
      if (star < 0) return origin === from;
      return origin.startsWith(from.slice(0, star + 2)) && origin.endsWith(from.slice(star + 3));
    });
  }

  // Answers and links go to sites of the list alone, heights to anybody.
  function report(type, more) {
    var to = host();
    if (listed(to)) send(ours(type, more), to);
  }

  /* ---- height ---- */

  var sizer = ""; // what an iframe-resizer host calls us
  var loader = false; // our own loader listens, so other dialects are not needed
  var last = 0, timer;

  // paper loads the script that measures the page for printing, of which only our own
  // script around it makes use.
  var later = document.currentScript.dataset.later;
  function paper() {
    var script = document.createElement("script");
    script.src = later;
    document.head.append(script);
  }

  function say(kind) {
    send(ours("resize", { height: last }), "*");
    if (sizer) send("[iFrameSizer]" + sizer + ":" + last + ":" + root.clientWidth + ":" + kind, "*");
    else if (!loader) send(JSON.stringify({ method: "resize", height: last }), "*"); // Atlassian and Iframely hosts
  }

  function measure() {
    var height = Math.ceil(root.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    say("size");
  }

  window.addEventListener("message", function (event) {
    if (!framed || event.source !== window.parent) return;
    var m = event.data;
    if (typeof m === "string" && m.startsWith("[iFrameSizer]")) {
      var fields = m.slice(13).split(":");
      if (fields.length > 4) sizer = fields[0]; // a greeting; anything shorter is an order
      last = Math.ceil(root.getBoundingClientRect().height);
      if (sizer) say(fields.length > 4 ? "init" : "size");
    } else if (m && m.v === 1 && m.type === "crossroads:init") {
      if (!loader) paper();
      loader = true;
      last = Math.ceil(root.getBoundingClientRect().height);
      say("size"); // never answered by ready: two greetings would answer each other for ever
    } else if (m && m.v === 1 && m.type === "crossroads:theme" && /^(light|dark|auto)$/.test(m.theme)) {
      wear(m.theme);
    }
  });

  /* ---- colour scheme ---- */

  // wear takes a scheme, and takes it along to the next page in the frame.
  function wear(theme) {
    root.dataset.theme = theme;
    document.querySelectorAll("form").forEach(function (form) {
      var field = form.querySelector('input[name="theme"]');
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden";
        field.name = "theme";
        form.prepend(field);
      }
      field.value = theme;
    });
    document.querySelectorAll(inFrame).forEach(function (a) {
      var to = new URL(a.href);
      to.searchParams.set("theme", theme);
      a.href = to.href;
    });
  }

  /* ---- steps, result, saving ---- */

  document.addEventListener("crossroads:step", function (event) { report("step", event.detail); });

  var result = document.getElementById("crossroads-result");
  var saved = document.querySelector("[data-saved]");

  // turn goes on to another page in the frame. It leaves no entry in the history: the page
  // around may take the frame away, and Back would then do nothing, once for each step.
  function turn(to) { if (framed) location.replace(to); else location.assign(to); }

  document.addEventListener("click", function (event) {
    var link = event.target.closest(inFrame);
    if (!link || link.target || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    turn(link.href);
  });

  // Clicks, also those that the Enter key makes: a sandbox without allow-forms
  // fires no submit event.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[type=submit]"), form = button && button.form;
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    if (form.hasAttribute("data-frame-save")) { if (form.reportValidity()) save(form, button); return; }
    turn(form.action.split("?")[0] + "?" + new URLSearchParams(new FormData(form)));
  });

  // Where a frame is as high as its page, a link within it moves nothing; focus does.
  document.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="#"]'), target = link && document.getElementById(link.hash.slice(1));
    if (!target || !framed || event.defaultPrevented) return;
    if (target.tabIndex < 0) target.tabIndex = -1;
    setTimeout(function () { target.focus(); });
  });

  function save(form, button) {
    var said = form.querySelector("[data-frame-said]");
    button.disabled = true;
    said.textContent = "";
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, credentials: "omit" }).then(function (r) {
      return r.json().then(function (answer) {
        if (r.ok) return turn(answer.frame);
        button.disabled = false;
        said.textContent = (answer.errors || []).map(function (e) { return e.message; }).join(" ") || answer.detail;
        if (answer.token) form.elements.token.value = answer.token; // the page was older than its token
      });
    }).catch(function () {
      form.submit(); // as if there were no script; a sandbox may refuse this too, without a word
      setTimeout(function () {
        button.disabled = false;
        document.querySelector("[data-frame-instead]").hidden = false;
      }, 3000);
    });
  }

  // A browser that comes back to the page may bring the button back as it was left.
  window.addEventListener("pageshow", function () {
    var button = document.querySelector("[data-frame-save] [type=submit]");
    if (button) button.disabled = false;
  });

  /* ---- start ---- */

  send(ours("ready"), "*");
  measure();
  new ResizeObserver(function () {
    clearTimeout(timer);
    timer = setTimeout(measure, 60); // one message for what happens at once
  }).observe(root);
  if (result) report("result", { result: JSON.parse(result.textContent) });
  if (saved) report("saved", { id: saved.dataset.saved, url: saved.dataset.url, card: saved.dataset.card, oembed: saved.dataset.oembed });
})();
