// The list of keys, which keys.js loads when somebody asks for it. It brings its looks, so that
// no page loads a style for what few readers open.
"use strict";
(function () {
  var dialog;

  function make(name, looks, words) {
    var e = document.createElement(name);
    e.style.cssText = looks;
    if (words) e.textContent = words;
    return e;
  }

  function build(off, framed) {
    dialog = make("dialog", "margin: auto; max-width: min(32rem, calc(100vw - 32px)); color: inherit");
    dialog.className = "panel";
    var title = make("h2", "", "Keyboard shortcuts"), list = make("dl", "display: grid; grid-template-columns: auto 1fr; gap: 6px 16px");
    var label = make("label", "display: flex; gap: 8px; align-items: center", "Use keys that are pressed alone"), box = make("input", "");
    var close = make("button", "", "Close");
    title.id = "keys-title";
    dialog.setAttribute("aria-labelledby", title.id);
    [["1 to 9", "Choose that answer of the question you are in"], ["Arrows", "Move between the answers"], ["Enter", "Go on to the next step"], ["/", "Search"], ["?", "This list"]].forEach(function (row) {
      if (framed && row[0] === "/") return;
      var dt = make("dt", "");
      dt.append(make("kbd", "border: 1px solid var(--control); border-radius: 4px; padding: 1px 7px", row[0]));
      list.append(dt, make("dd", "", row[1]));
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

  // keyList shows the list. The switch in it is kept under the name off; frames have no search.
  window.keyList = function (off, framed) {
    if (!dialog) build(off, framed);
    var on = true;
    try { on = !localStorage.getItem(off); } catch (e) { /* no storage here */ }
    dialog.querySelector("input").checked = on;
    dialog.showModal();
  };
})();
