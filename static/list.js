// The page of the assessments that this browser remembers; mine.js adds to them.
"use strict";
(function () {
  var base = document.documentElement.dataset.base || ""; // where the portal is not at the root of its host
  var list = "crossroads-mine" + base;
  function mine() { try { return JSON.parse(localStorage.getItem(list)) || []; } catch (e) { return []; } }
  function keep(entries) { try { localStorage.setItem(list, JSON.stringify(entries)); } catch (e) { /* no storage here */ } }

  var rows = document.querySelector("[data-mine-list]"), clear = document.querySelector("[data-mine-clear]");
  var show = function () {
    var entries = mine().filter(function (m) { return m && /^[A-Za-z0-9_-]{1,64}$/.test(m.id); });
    document.querySelector("[data-mine-none]").hidden = entries.length > 0;
    clear.hidden = entries.length === 0;
    rows.textContent = "";
    entries.forEach(function (m) {
      var li = document.createElement("li"), div = document.createElement("div");
      var a = document.createElement("a"), p = document.createElement("p"), forget = document.createElement("button");
      a.href = base + "/a/" + m.id;
      a.textContent = m.title || m.id;
      a.dir = "auto";
      p.className = "quiet-text";
      p.textContent = (m.headline || "") + " · " + new Date(m.at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
      forget.type = "button";
      forget.className = "link";
      forget.textContent = "Forget";
      forget.setAttribute("aria-label", "Forget " + (m.title || m.id));
      forget.addEventListener("click", function () {
        keep(mine().filter(function (x) { return x.id !== m.id; }));
        show();
        rest();
      });
      div.append(a, p, forget);
      li.append(div);
      rows.append(li);
    });
  };
  // rest puts the focus of a button that is gone on the heading.
  function rest() {
    var heading = document.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
  }
  clear.addEventListener("click", function () { keep([]); show(); rest(); });
  show();
})();
