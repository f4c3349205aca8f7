// The list of keys, which keys.js loads when somebody asks for it.
"use strict";
(function () {
  var dialog;

  function make(name, words) {
    var e = document.createElement(name);
    if (words) e.textContent = words;
    return e;
  }

  function build(off, framed) {
    dialog = make("dialog");
    dialog.className = "keys";
    var title = make("h2", "Keys"), list = make("dl"), label = make("label", " Use keys that are pressed alone"), box = make("input"), close = make("button", "Close");
    title.id = "keys-title";
    dialog.setAttribute("aria-labelledby", title.id);
    [["1 to 9", "Choose that answer of the question you are in"], ["Arrows", "Move between the answers"], ["Enter", "Go on to the next step"], ["/", "Search"], ["?", "This list"]].forEach(function (row) {
      if (framed && row[0] === "/") return;
      var dt = make("dt");
      dt.append(make("kbd", row[0]));
      list.append(dt, make("dd", row[1]));
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
