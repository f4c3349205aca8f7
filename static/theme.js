// Light or dark as the reader has chosen, kept in this browser without a cookie.
// It runs before the first paint, so that no page flashes in the other scheme.
// Without it pages follow the system, and no switch is shown.
"use strict";
(function () {
  var name = "crossroads-theme", root = document.documentElement;
  var tones = document.querySelectorAll('meta[name="theme-color"]');
  var own = Array.from(tones).map(function (m) { return m.content; }); // light, dark
  function stored() {
    try { return localStorage.getItem(name) || ""; } catch (e) { return ""; }
  }
  function apply(theme) {
    if (theme !== "light" && theme !== "dark") theme = "";
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    tones.forEach(function (m, i) { m.content = theme ? own[theme === "light" ? 0 : 1] : own[i]; });
    return theme;
  }
  apply(stored());
  document.addEventListener("DOMContentLoaded", function () {
    var box = document.querySelector("[data-themes]");
    if (!box) return;
    function mark(theme) { box.querySelector('[value="' + theme + '"]').checked = true; }
    mark(apply(stored()));
    box.hidden = false;
    box.addEventListener("change", function (e) {
      var theme = apply(e.target.value);
      try {
        if (theme) localStorage.setItem(name, theme);
        else localStorage.removeItem(name);
      } catch (e) { /* it holds for this page */ }
    });
    window.addEventListener("storage", function (e) {
      if (e.key === name || e.key === null) mark(apply(stored()));
    });
  });
})();
