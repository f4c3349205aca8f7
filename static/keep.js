// What was just saved stays in this tab: its edit link comes back with the page. Without
// script the browser sends the form again, which saving.js keeps the same form.
"use strict";
(function () {
  // The state of the entry in this tab's history is seen by no server, and comes back with
  // the page. In some sandboxes it cannot be written.
  function remember(more, at) {
    try { history.replaceState(Object.assign({}, history.state, more), "", at); } catch (e) { /* then a form is sent again */ }
  }

  // A page that answers a form takes the address that it belongs to, so that it can be loaded
  // again and its address given away. Its edit link comes back in this tab alone, for as long
  // as the page says. In a frame the key comes in the fragment, since the script sent the form.
  var kept = document.querySelector("[data-keep]"), again = document.querySelector("[data-keep-again]");
  if (kept) {
    remember({ edit: document.getElementById("edit-link").value, until: Date.now() + 1000 * kept.dataset.seconds }, kept.dataset.keep);
  } else if (again) {
    var panel = again.content.querySelector("[data-keep]"), share = (again.content.getElementById("share") || document.getElementById("share")).value;
    var come = /^#saved=([A-Za-z0-9_-]{16,})$/.exec(location.hash), state = history.state || {};
    if (come && !state.edit) {
      state = { edit: share + "/edit#" + come[1], until: Date.now() + 1000 * panel.dataset.seconds };
      remember(state, location.pathname + location.search);
    } else {
      delete panel.dataset.saved; // the page around a frame has been told
    }
    if (state.edit && Date.now() < state.until) {
      again.content.getElementById("edit-link").setAttribute("value", state.edit);
      again.content.querySelectorAll("[data-edit-link]").forEach(function (a) { a.href = state.edit; });
      document.querySelectorAll("[data-unsaved]").forEach(function (e) { e.remove(); });
      again.replaceWith(again.content);
    }
  }
})();
