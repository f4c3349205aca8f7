// The matrix: what is ticked, chosen or typed above it acts at once. Without this
// script the form has buttons.
"use strict";
(function () {
  var form = document.querySelector("[data-compare]");
  if (!form || !window.fetch || !window.DOMParser) return;
  var said = form.querySelector("[data-compare-said]"), asked = 0;
  form.querySelectorAll("[data-apply]").forEach(function (e) { e.hidden = true; });

  // The address holds what differs from the page without a choice.
  function query() {
    var data = new FormData(form), all = form.querySelectorAll('[name="options"]');
    if (form.querySelectorAll('[name="options"]:checked').length === all.length) data.delete("options");
    var out = new URLSearchParams();
    data.forEach(function (value, name) { if (value !== "") out.append(name, value); });
    return out.toString();
  }
  function column() {
    var list = document.getElementById("column");
    return list ? list.selectedOptions[0].text : "";
  }
  function show(page, address) {
    var old = document.getElementById("compare-out"), now = page.getElementById("compare-out"), before = column();
    old.replaceWith(now);
    // On a phone the option that is looked at stays, if it is still there.
    Array.from(now.querySelectorAll("#column option")).forEach(function (o) { if (o.text === before) o.selected = true; });
    var wrong = Array.from(page.querySelectorAll(".problems li")).map(function (li) { return li.textContent.trim(); });
    var caption = now.querySelector("caption, .panel");
    said.textContent = wrong.concat(caption ? caption.textContent.trim() : []).join(" ");
    said.className = wrong.length ? "field-problem" : "quiet-text";
    document.querySelectorAll("main > .wide > .problems").forEach(function (p) { p.remove(); });
    try { history.replaceState(null, "", address + location.hash); } catch (e) { /* not allowed in this frame */ }
  }
  function apply() {
    var q = query(), address = form.getAttribute("action") + (q ? "?" + q : ""), mine = ++asked;
    fetch(address).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (text) {
      if (mine === asked) show(new DOMParser().parseFromString(text, "text/html"), address);
    }).catch(function () {
      if (mine !== asked) return;
      said.textContent = "The table is not up to date: it could not be fetched. Your choice is kept.";
      said.className = "field-problem";
    });
  }
  form.addEventListener("change", function (e) {
    if (e.target.name.slice(0, 2) === "w.") document.getElementById("sort").value = "weights";
    apply();
  });
  form.addEventListener("submit", function (e) {
    e.preventDefault();
    apply();
  });
})();
