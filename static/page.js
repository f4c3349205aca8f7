// Small conveniences of the saved, edit and result pages. Every page works without them.
"use strict";
(function () {
  // The edit key travels in the fragment, which browsers never send. It is put into
  // the forms, and kept for this tab so that a revised result can be saved without pasting it.
  var key = /^#(?:key=)?([A-Za-z0-9_-]{16,})$/.exec(location.hash);
  document.querySelectorAll("[data-key]").forEach(function (field) {
    var name = "crossroads-key:" + field.dataset.key;
    try {
      if (key) sessionStorage.setItem(name, key[1]);
      field.value = field.value || sessionStorage.getItem(name) || "";
    } catch (e) { // no storage here
      if (key) field.value = field.value || key[1];
    }
  });

  // Copying. Plain-HTTP pages have no clipboard API: there the text is selected for the user.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.dataset.copy);
    var said = document.querySelector('[data-copied="' + button.dataset.copy + '"]');
    function say(text) { if (said) said.textContent = text; }
    function select() {
      field.focus();
      field.select();
      var done = false;
      try { done = document.execCommand("copy"); } catch (e) { /* not allowed here */ }
      say(done ? "Copied." : "The link is selected. Press Ctrl+C or Command+C to copy it.");
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      if (!navigator.clipboard) return select();
      navigator.clipboard.writeText(field.value).then(function () { say("Copied."); }, select);
    });
  });

  var problems = document.querySelector(".problems");
  if (problems && problems.querySelector("a")) problems.focus();
})();
