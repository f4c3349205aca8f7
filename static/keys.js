// Keys for those who want them: / searches, ? lists the keys, and a number chooses an
// answer while the focus is in its question. They can be switched off, and never act
// while something is typed or together with another key.
"use strict";
(function () {
  var off = "crossroads-keys-off", framed = document.documentElement.hasAttribute("data-embed"), dialog;
  function isOff() { try { return !!localStorage.getItem(off); } catch (e) { return false; } }
  function typing(e) { return e.matches("textarea, select, [contenteditable]") || e.matches("input") && !/^(radio|checkbox)$/.test(e.type); }

  document.addEventListener("keydown", function (event) {
    var at = document.activeElement || document.body;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isOff() || typing(at) || at.closest("dialog")) return;
    var done = event.key === "?" ? help() : event.key === "/" ? search() : /^[1-9]$/.test(event.key) && choose(at, event.key);
    if (done) event.preventDefault();
  });

  // Frames have no search, and may not show the page of it.
  function search() {
    var field = document.querySelector('[role="search"] input');
    if (field) field.focus();
    else if (framed) return false;
    else location.assign((document.documentElement.dataset.base || "") + "/search");
    return true;
  }

  function choose(at, n) {
    var question = at.closest("fieldset");
    var input = question && question.querySelectorAll("input[type=radio], input[type=checkbox]")[n - 1];
    if (!input || input.disabled) return false;
    input.focus();
    input.click();
    return true;
  }

  function make(name, words) {
    var e = document.createElement(name);
    if (words) e.textContent = words;
    return e;
  }

  function help() {
    if (!dialog) build();
    dialog.querySelector("input").checked = !isOff();
    dialog.showModal();
    return true;
  }

  function build() {
    dialog = make("dialog");
    dialog.className = "keys";
    var title = make("h2", "Keys"), list = make("dl"), label = make("label", " Use keys that are pressed alone"), box = make("input"), close = make("button", "Close");
    title.id = "keys-title";
    dialog.setAttribute("aria-labelledby", title.id);
    [["1 to 9", "Choose that answer of the question you are in"], ["Arrows", "Move between the answers"], ["Enter", "Go on to the next step"], ["/", "Search"], ["?", "This list"]].forEach(function (row) {
      if (framed && row[0] === "/") return;
      var dt = make("dt");
      dt.append(make("kbd", row[0]));
      list.append(dt, make("dd", row[1]));
    });
    box.type = "checkbox";
    box.addEventListener("change", function () {
      try { if (box.checked) localStorage.removeItem(off); else localStorage.setItem(off, "1"); } catch (e) { /* no storage here */ }
    });
    label.prepend(box);
    close.type = "button";
    close.className = "button second small";
    close.addEventListener("click", function () { dialog.close(); });
    dialog.append(title, list, label, close);
    document.body.append(dialog);
  }

  document.querySelectorAll("[data-keys]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", help);
  });
})();
