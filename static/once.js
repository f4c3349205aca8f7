// A form that the browser loads again, on the way back from what was saved, stays the same
// form, so that it is not saved twice. The state of an entry in this tab's history is seen by
// no server.
"use strict";
document.querySelectorAll("[data-once]").forEach(function (field) {
  if (history.state && history.state.once) field.value = history.state.once;
  else try { history.replaceState(Object.assign({}, history.state, { once: field.value }), ""); } catch (e) { /* some sandboxes forbid it: then it is sent again */ }
});
