// Answers that this browser keeps of the wizard, offered where there are any. Without
// storage, or with none kept, nothing is shown.
"use strict";
(function () {
  document.querySelectorAll("[data-resume]").forEach(function (box) {
    var name = "crossroads:" + box.dataset.resume, here = location.pathname === box.dataset.resume, kept = "";
    function forget() { try { localStorage.removeItem(name); } catch (e) { /* no storage here */ } }
    // "Start over" leads here.
    if (here && location.hash === "#new") {
      forget();
      history.replaceState(null, "", location.pathname);
    }
    try { kept = localStorage.getItem(name) || ""; } catch (e) { /* no storage here */ }
    if (!kept || here && (location.search || location.hash)) return;
    box.hidden = false;
    box.querySelector("a").search = kept;
    box.querySelector("[data-forget]").addEventListener("click", function () {
      forget();
      box.hidden = true;
    });
  });
})();
