// Small conveniences of the saved, edit and result pages. Every page works without them.
"use strict";
(function () {
  // The edit key travels in the fragment, which browsers never send. It is put into the
  // forms, and kept for this tab, so that a revised result is saved without pasting it.
  // Programs attach signs and words to links, break them, or write them in capitals.
  function inAddress() {
    var hash = location.hash.slice(1);
    if (document.getElementById(hash)) return null; // a place on this page
    return /^(?:key=)?([\w-]{16,26})/.exec(hash.toLowerCase().replace(/-?(%0d|%0a|%09|%20)+/g, "")
      .replace(/%(e2%80%..|c2%a[0bd]|c2%bb|2[27]|3[ce])|[\s"'<>]/g, ""));
  }
  function fillKeys(event) {
    var key = inAddress();
    document.querySelectorAll("[data-key]").forEach(function (field) {
      var name = "crossroads-key:" + field.dataset.key;
      if (event && key) field.value = ""; // a link that was pasted over the page replaces what is there
      try {
        if (key) sessionStorage.setItem(name, key[1]);
        field.value = field.value || sessionStorage.getItem(name) || "";
      } catch (e) { // no storage here
        if (key) field.value = field.value || key[1];
      }
    });
  }
  fillKeys();
  addEventListener("hashchange", fillKeys);

  // Where a share link is asked for, an edit link loses its key before anything is sent.
  function bare(event) {
    var field = event.target;
    if (!field.matches("[data-share-link]") || event.inputType && event.inputType !== "insertFromPaste") return;
    var link = field.value.replace(/(\/a\/[\w-]+)(\/edit)?#.*/i, "$1");
    if (link !== field.value) field.value = link;
  }
  document.addEventListener("input", bare, true);
  document.addEventListener("change", bare, true);

  // Plain-HTTP pages have no clipboard API: there the text is selected.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.dataset.copy);
    var said = document.querySelector('[data-copied="' + button.dataset.copy + '"]');
    function say(text) { if (said) said.textContent = text; }
    function select() {
      field.focus();
      field.select();
      var done = false;
      try { done = document.execCommand("copy"); } catch (e) { /* not allowed here */ }
      say(done ? "Copied." : "It is selected. Press Ctrl+C or Command+C to copy it.");
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      if (!navigator.clipboard) return select();
      navigator.clipboard.writeText(field.value).then(function () { say("Copied."); }, select);
    });
  });

  // What is typed is kept until it is saved: a reload or a crash loses nothing. A draft that
  // was sent goes when a saved page comes, and stays when an error page comes.
  // Each tab has its own, and the browser the last one of all tabs.
  var drafts = "crossroads-draft:";
  function read(name) { try { return JSON.parse(sessionStorage.getItem(name) || localStorage.getItem(name)); } catch (e) { return null; } }
  function write(name, draft) {
    var last = JSON.stringify(draft);
    try {
      sessionStorage.setItem(name, last);
      localStorage.setItem(name, last);
    } catch (e) { /* no storage here */ }
  }
  function drop(name) {
    try {
      if (localStorage.getItem(name) === sessionStorage.getItem(name)) localStorage.removeItem(name);
      sessionStorage.removeItem(name);
    } catch (e) { /* no storage here */ }
  }
  var box = document.querySelector("[data-mine]");
  var saved = box || document.querySelector("[data-saved]");
  if (saved) {
    [saved.dataset.mine, saved.dataset.comparison].forEach(function (of) {
      var draft = read(drafts + of);
      if (draft && (draft.sent || !box)) drop(drafts + of);
    });
  }
  document.querySelectorAll("form").forEach(function (form) {
    var note = form.elements.note, revise = form.elements.revise, comparison = form.elements.comparison, base = form.elements.base;
    if (!note || !form.elements.title || form.method !== "post") return;
    var of = /\/a\/([A-Za-z0-9_-]+)\/edit$/.exec(location.pathname);
    var name = drafts + (of ? of[1] : revise ? revise.value : comparison ? comparison.value : "");
    var fields = ["title", "note", "author", "decision", "tags", "decision_makers", "consulted", "informed"].map(function (n) { return form.elements[n]; }).filter(Boolean);
    var draft = read(name);
    if (draft && draft.text && fields.every(function (f) { return f.value === f.defaultValue; }) && fields.some(function (f) { return draft.text[f.name] !== undefined && draft.text[f.name] !== f.value; })) {
      var before = fields.map(function (f) { return f.value; });
      fields.forEach(function (f) { if (draft.text[f.name] !== undefined) f.value = draft.text[f.name]; });
      // Others may have saved since: the server compares with what it was typed into.
      if (base) base.value = draft.base || 1;
      var said = document.createElement("p"), undo = document.createElement("button");
      said.className = "quiet-text";
      said.setAttribute("role", "status");
      said.textContent = "What you had typed here before is back. ";
      undo.type = "button";
      undo.className = "link";
      undo.textContent = "Discard it";
      undo.addEventListener("click", function () {
        fields.forEach(function (f, i) { f.value = before[i]; });
        if (base) base.value = base.defaultValue;
        drop(name);
        said.remove();
        fields[0].focus();
      });
      said.append(undo);
      form.prepend(said);
    }
    form.addEventListener("input", function () {
      var text = {};
      fields.forEach(function (f) { text[f.name] = f.value; });
      write(name, { text: text, base: base && base.value });
    });
    form.addEventListener("submit", function (event) {
      if (event.submitter && event.submitter.name === "action") return; // which saves no texts
      var last = read(name);
      if (last) { last.sent = true; write(name, last); }
    });
  });

  var problems = document.querySelector(".problems");
  // A frame that nobody is in would take readers along.
  if (problems && problems.querySelector("a") && (window.parent === window || document.hasFocus())) problems.focus();
})();
