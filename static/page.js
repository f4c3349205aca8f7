// Small conveniences of the saved, edit and result pages. Every page works without them.
"use strict";
(function () {
  // The edit key travels in the fragment, which browsers never send. It is put into
  // the forms and handed on to links that need it.
  var key = /^#(?:key=)?([A-Za-z0-9_-]{16,})$/.exec(location.hash);
  var keyFields = document.querySelectorAll("[data-key]");
  if (key && keyFields.length) {
    keyFields.forEach(function (field) { if (!field.value) field.value = key[1]; });
    document.querySelectorAll("a[data-keep-hash]").forEach(function (a) { a.hash = location.hash; });
  }

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
