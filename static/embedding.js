// The page that writes snippets: its sections become tabs, and what changes in
// the form is shown at once. Without this script the sections stand below one
// another, and the form has a button.
"use strict";
(function () {
  var form = document.querySelector("[data-embed-form]");
  var address = form && form.getAttribute("action");
  var box = document.querySelector("[data-tabs]");

  // Tabs as the ARIA practices have them: one stop for the Tab key, arrows move.
  function select(tabs, chosen, focus) {
    tabs.forEach(function (tab) {
      var on = tab === chosen;
      tab.setAttribute("aria-selected", on);
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
    });
    if (focus) chosen.focus();
    form.setAttribute("action", address + "#" + chosen.getAttribute("aria-controls")); // the button keeps the tab
  }
  if (box) {
    var list = document.createElement("div");
    list.className = "tablist";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-labelledby", "paste-title");
    var tabs = Array.from(box.querySelectorAll("[data-tab]")).map(function (panel) {
      var tab = document.createElement("button");
      tab.type = "button";
      tab.id = panel.id + "-tab";
      tab.textContent = panel.dataset.tab;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      list.append(tab);
      return tab;
    });
    box.prepend(list);
    box.classList.add("tabbed");
    list.addEventListener("click", function (e) {
      if (tabs.includes(e.target)) select(tabs, e.target);
    });
    list.addEventListener("keydown", function (e) {
      var at = tabs.indexOf(e.target), to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[e.key];
      if (at < 0 || to === undefined) return;
      e.preventDefault();
      select(tabs, tabs[(to + tabs.length) % tabs.length], true);
    });
    // Recipes lead to the tab of their snippet.
    function named() { return tabs.find(function (tab) { return tab.getAttribute("aria-controls") === location.hash.slice(1); }); }
    window.addEventListener("hashchange", function () {
      if (!named()) return;
      select(tabs, named(), true);
      named().scrollIntoView({ block: "center" });
    });
    select(tabs, named() || tabs[0]);
  }

  // What is pasted follows the form. An answer that is not 200 has something to
  // say about a field, so that page is opened.
  var asked = 0;
  function follow() {
    var query = new URLSearchParams(new FormData(form)).toString(), mine = ++asked;
    if (form.elements.show.value === "saved" && !form.elements.assessment.value) return; // comes next
    fetch(address + "?" + query).then(function (answer) {
      if (!answer.ok) { if (mine === asked) form.submit(); return; }
      return answer.text().then(function (text) {
        if (mine === asked) swap(new DOMParser().parseFromString(text, "text/html"), query);
      });
    }).catch(function () { /* the button still works */ });
  }
  function swap(fresh, query) {
    document.querySelectorAll("[data-swap]").forEach(function (old) {
      var now = fresh.getElementById(old.id);
      if (!now) return;
      if (old.localName === "textarea") { old.value = now.value; old.rows = now.rows; }
      else if (old.localName === "iframe") {
        old.height = now.height;
        if (old.getAttribute("src") !== now.getAttribute("src")) old.src = now.getAttribute("src");
      } else if (old.localName === "a") old.href = now.getAttribute("href");
      else old.replaceChildren.apply(old, Array.from(now.childNodes));
    });
    try { history.replaceState(null, "", address + "?" + query + location.hash); } catch (e) { /* not allowed here */ }
    document.querySelector("[data-embed-said]").textContent = "The snippets below are up to date.";
  }
  if (form && box) form.addEventListener("change", follow);
})();
