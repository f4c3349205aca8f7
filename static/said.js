// What was saved is said in a note at the top of the page, which floats over it with this script.
"use strict";
(function () {
  // Once the page says that it was saved, its address can be copied without that.
  if (location.hash === "#saved") addEventListener("load", function () {
    setTimeout(function () { history.replaceState(history.state, "", location.pathname + location.search); });
    var note = document.getElementById("saved");
    if (note && note.matches(".said")) float(note);
  });

  // float lets a note at the top of the page float over it for some seconds, where the
  // reader sees it at any place. It stays while the pointer is on it, goes with Escape, and
  // makes way for what has the focus.
  function float(note) {
    var text = note.textContent, timer;
    function go() {
      note.remove();
      removeEventListener("keydown", key);
      removeEventListener("focusin", makeWay);
    }
    function wait() { timer = setTimeout(go, 8000); }
    function key(event) { if (event.key === "Escape") go(); }
    function makeWay(event) {
      var on = event.target.getBoundingClientRect(), at = note.getBoundingClientRect();
      if (on.top < at.bottom && on.bottom > at.top && on.left < at.right && on.right > at.left) note.classList.toggle("up");
    }
    if (document.activeElement === note) document.getElementById("main").focus({ preventScroll: true });
    note.textContent = "";
    note.setAttribute("role", "status");
    note.classList.add("toast");
    setTimeout(function () { note.textContent = text; }, 100); // screen readers read out what comes into a status
    note.addEventListener("pointerenter", function () { clearTimeout(timer); });
    note.addEventListener("pointerleave", wait);
    addEventListener("keydown", key);
    addEventListener("focusin", makeWay);
    wait();
  }
})();
