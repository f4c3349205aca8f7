// Keys for those who want them: / searches, ? lists the keys, and a number chooses an
// answer while the focus is in its question. They can be switched off, and never act
// while something is typed or together with another key.
"use strict";
(function () {
  var off = "crossroads-keys-off", framed = document.documentElement.hasAttribute("data-embed"), list = document.currentScript.dataset.later, asked;
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

  // The list is a script of its own: few ask for it.
  function help() {
    if (window.keyList) window.keyList(off, framed);
    else if (!asked) {
      asked = document.createElement("script");
      asked.src = list;
      asked.onload = help;
      asked.onerror = function () { asked = null; };
      document.head.append(asked);
    }
    return true;
  }

  document.querySelectorAll("[data-keys]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", help);
  });
})();
