// Forms that save.
"use strict";
(function () {
  // A form that the browser loads again, on the way back from what was saved, stays the same
  // form, so that it is not saved twice. The state of an entry in this tab's history is seen by
  // no server.
  document.querySelectorAll("[data-once]").forEach(function (field) {
    if (history.state && history.state.once) field.value = history.state.once;
    else try { history.replaceState(Object.assign({}, history.state, { once: field.value }), ""); } catch (e) { /* some sandboxes forbid it: then it is sent again */ }
  });

  // A tab that a frame has opened can be in the sandbox of that frame. It has no
  // origin then, and the portal takes no form without one.
  if (self.origin === "null" && window.parent === window) {
    document.querySelectorAll('form[method="post"]').forEach(function (form) {
      var said = document.createElement("p");
      said.className = "panel warn";
      said.textContent = "This tab cannot save: the page that opened it keeps it in a sandbox. Copy the address of this tab into a new one, and save there.";
      form.prepend(said);
    });
  }
})();
