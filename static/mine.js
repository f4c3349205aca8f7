// The list of assessments that this browser remembers: the choice at saving, and the
// control of a saved one. Nothing of it leaves the browser. Where storage is refused, the
// controls stay hidden. The page of the list has list.js.
"use strict";
(function () {
  var base = document.documentElement.dataset.base || ""; // where the portal is not at the root of its host
  var list = "crossroads-mine" + base;
  function mine() { try { return JSON.parse(localStorage.getItem(list)) || []; } catch (e) { return []; } }
  function keep(entries) {
    try { localStorage.setItem(list, JSON.stringify(entries.slice(0, 500))); return true; } catch (e) { return false; }
  }

  function add(box) {
    var entry = { id: box.dataset.mine, title: box.dataset.title, headline: box.dataset.headline, at: new Date().toISOString() };
    return keep([entry].concat(mine().filter(function (m) { return m.id !== entry.id; })));
  }
  // One choice at saving says whether what is saved joins the list.
  var choice = "crossroads-mine-choice", saving = document.querySelector("[data-mine-choice]");
  function joins() { try { return localStorage.getItem(choice) !== "no"; } catch (e) { return false; } }
  if (saving && keep(mine())) {
    var tick = saving.querySelector("input");
    saving.hidden = false;
    tick.checked = joins();
    tick.addEventListener("change", function () { try { localStorage.setItem(choice, tick.checked ? "yes" : "no"); } catch (e) {} });
  }
  var box = document.querySelector("[data-mine]");
  if (box && keep(mine())) {
    var button = box.querySelector("[data-mine-add]");
    var listed = function () {
      button.hidden = true;
      box.querySelector("[data-mine-said]").textContent = "This assessment is on your list.";
    };
    box.hidden = false;
    button.addEventListener("click", function () {
      if (!add(box)) return;
      listed();
      box.tabIndex = -1;
      box.focus();
    });
    var known = mine().some(function (m) { return m.id === box.dataset.mine; });
    if ((known || document.getElementById("edit-link") && joins()) && add(box)) listed(); // a new one, or a newer revision
  }
})();
