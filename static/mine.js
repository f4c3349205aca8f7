// The list of assessments that this browser remembers. Nothing of it leaves the browser.
"use strict";
(function () {
  var list = "crossroads-mine";
  function mine() { try { return JSON.parse(localStorage.getItem(list)) || []; } catch (e) { return []; } }
  function keep(entries) {
    try { localStorage.setItem(list, JSON.stringify(entries.slice(0, 500))); return true; } catch (e) { return false; }
  }

  var rows = document.querySelector("[data-mine-list]");
  if (rows) {
    var clear = document.querySelector("[data-mine-clear]");
    var show = function () {
      var entries = mine().filter(function (m) { return m && /^[A-Za-z0-9_-]{1,64}$/.test(m.id); });
      document.querySelector("[data-mine-none]").hidden = entries.length > 0;
      clear.hidden = entries.length === 0;
      rows.textContent = "";
      entries.forEach(function (m) {
        var li = document.createElement("li"), div = document.createElement("div");
        var a = document.createElement("a"), p = document.createElement("p"), forget = document.createElement("button");
        a.href = "/a/" + m.id;
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
        });
        div.append(a, p, forget);
        li.append(div);
        rows.append(li);
      });
    };
    clear.addEventListener("click", function () { keep([]); show(); });
    show();
  }
})();
