// The wizard, step by step. Without this script the same form is one long page.
// A classic script: it also has to run in sandboxed frames of an opaque origin,
// where storage throws and fetch may be refused.
"use strict";
(function () {
  document.documentElement.classList.add("js");
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("[data-wizard]");
    if (form) start(form);
  });

  function start(form) {
    var steps = Array.from(form.querySelectorAll("[data-step]"));
    var at = 0;
    var find = function (selector) { return form.querySelector(selector); };

    /* ---- the answers as a query ---- */

    function query() {
      var q = new URLSearchParams();
      new FormData(form).forEach(function (value, name) {
        if (value !== "" && name !== "parts" && !name.startsWith("rank.")) q.append(name, figures.plain(name, value));
      });
      var ranked = ranking();
      if (ranked.length) q.set("rank", ranked.join(","));
      return q;
    }

    // readable keeps the commas of a ranking as they are: people read and edit these addresses.
    function readable(q) { return q.toString().replace(/%2C/g, ","); }

    var kept = "crossroads:" + form.dataset.path;
    function keep(text) { try { localStorage.setItem(kept, text); } catch (e) { /* no storage here */ } }
    function remembered() { try { return localStorage.getItem(kept) || ""; } catch (e) { return ""; } }

    // address is this page with the answers and the step; answers are mirrored
    // into it so that reloading, bookmarking and coming back lose nothing.
    function address() {
      var q = query();
      var blocks = form.querySelectorAll("[data-part-block]:enabled").length;
      if (blocks) q.set("parts", blocks);
      if (at) q.set("step", at + 1);
      var text = readable(q);
      return form.dataset.path + (text ? "?" + text : "");
    }

    function mirror() {
      try { history.replaceState({ step: at }, "", address()); } catch (e) { /* some frames forbid it */ }
      keep(readable(query()));
    }

    /* ---- steps ---- */

    function show(n, focus) {
      at = Math.max(0, Math.min(n, steps.length - 1));
      var last = at === steps.length - 1;
      steps.forEach(function (s, i) { s.classList.toggle("current", i === at); });
      if (last) fillCheck();
      find("[data-progress-text]").textContent = at + 1 + " of " + steps.length;
      find("progress").value = at + 1;
      find("[data-back]").hidden = at === 0;
      find("[data-next]").hidden = last;
      find("[data-submit]").hidden = !last;
      document.dispatchEvent(new CustomEvent("crossroads:step", { detail: { step: at + 1, of: steps.length } }));
      find("[data-next]").textContent = at === steps.length - 2 ? "Check your answers" : "Next";
      if (focus) {
        var title = steps[at].querySelector("h2");
        // A frame as high as its page does not scroll; focus moves the page around it.
        title.focus({ preventScroll: window.parent === window });
        find("[data-progress]").scrollIntoView({ block: "start" });
      }
    }

    // Frames leave no entries in the history of the page around them; see frame.js.
    var framed = window.parent !== window;
    function turn(to) { if (framed) location.replace(to); else location.assign(to); }
    function go(n) {
      at = n;
      try { history[framed ? "replaceState" : "pushState"]({ step: n }, "", address()); } catch (e) { /* some frames forbid it */ }
      show(n, true);
    }

    window.addEventListener("popstate", function () {
      show(fromAddress(), true);
      mirror(); // an older entry carries older answers: the form wins
    });

    // aim is what the address points at; some hosts put fragments of their own there.
    function aim() {
      try { return location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null; } catch (e) { return null; }
    }

    function fromAddress() {
      var target = aim();
      var holder = target && target.closest("[data-step]");
      if (holder) return steps.indexOf(holder);
      return (parseInt(new URLSearchParams(location.search).get("step"), 10) || 1) - 1;
    }

    find("[data-next]").addEventListener("click", function () { go(at + 1); });
    find("[data-back]").addEventListener("click", function () { go(at - 1); });

    // Clicks, also those that the Enter key makes: in a sandbox that allows no forms
    // there is no submit event.
    form.addEventListener("click", function (event) {
      var by = event.target.closest("button[type=submit]");
      if (!by) return;
      event.preventDefault();
      if (by.hasAttribute("data-add-part")) return addPart();
      if (by.hasAttribute("data-stay")) return stay(by);
      var wanted = by.hasAttribute("data-submit") || by.hasAttribute("data-skip");
      if (!wanted && at < steps.length - 1) return go(at + 1);
      mirror();
      var text = readable(query());
      turn(form.getAttribute("action") + (text ? "?" + text : ""));
    });

    // stay loads this page again with what its button says: fewer questions, all, or parts.
    function stay(button) {
      mirror();
      var q = query();
      q.delete(button.name);
      if (button.value) q.set(button.name, button.value);
      turn(form.dataset.path + "?" + readable(q));
    }

    /* ---- check your answers ---- */

    function fillCheck() {
      var box = find("[data-check]");
      if (!box) return; // the quick route has none
      var unknown = "I don’t know";
      box.textContent = "";
      form.querySelectorAll("[data-question]").forEach(function (field) {
        var labels = Array.from(field.querySelectorAll("input:checked")).map(function (i) {
          return i.parentElement.textContent.trim();
        });
        var joint = field.querySelector("[data-most]") ? "; " : " or ";
        row(field.querySelector("legend").textContent, labels.join(joint) || unknown, field);
      });
      var names = ranking().map(function (id) { return find('[data-criterion="' + id + '"] label').textContent; });
      var load = find("[data-load]");
      if (load) {
        var figures = Array.from(load.querySelectorAll("[data-figure], [data-load-field], input:checked")).filter(function (f) { return f.value; });
        row("Load figures", figures.map(function (f) {
          return f.closest(".field, .choice").querySelector("label, span").textContent.replace(/\s+/g, " ").trim() + (f.type === "checkbox" ? "" : ": " + f.value);
        }).join("; ") || "None given", load);
      }
      row("What matters most to you?", names.join(", ") || "No order given", find("[data-ranking]"));
      form.querySelectorAll("[data-part-block]:enabled").forEach(function (block) {
        row("Part", block.querySelector("input").value || "No name", block);
      });
      function row(term, text, target) {
        var div = document.createElement("div");
        var button = document.createElement("button");
        button.type = "button";
        button.className = "link";
        button.textContent = "Change";
        button.setAttribute("aria-label", "Change: " + term);
        button.addEventListener("click", function () {
          go(steps.indexOf(target.closest("[data-step]")));
          if (target.matches("details")) target.open = true;
          target.scrollIntoView({ block: "center" });
        });
        [["dt", term], ["dd", text]].forEach(function (pair) {
          var e = document.createElement(pair[0]);
          e.textContent = pair[1];
          if (pair[1] === unknown) e.className = "quiet-text";
          div.append(e);
        });
        var last = document.createElement("dd");
        last.className = "answers-change";
        last.append(button);
        div.append(last);
        box.append(div);
      }
    }

    /* ---- live standing ---- */

    var timer, running;
    function preview() {
      clearTimeout(timer);
      timer = setTimeout(function () {
        if (running) running.abort();
        running = new AbortController();
        var sent = query();
        fetch(form.dataset.standingUrl + "?" + sent, { signal: running.signal })
          .then(function (r) { if (!r.ok) throw new Error(r.status); return r.text(); })
          .then(function (html) {
            var box = find("[data-standing]");
            box.innerHTML = html; // our own fragment, from our own server
            find("[data-say]").textContent = box.querySelector("[data-summary]").dataset.summary;
            figures.take(box, sent);
          })
          .catch(function (e) {
            if (e.name !== "AbortError") find("[data-say]").textContent = "The preview is not available. Your answers are kept.";
          });
      }, 200);
    }

    // Some answers hold alone, and some questions take so many at most.
    function together(box) {
      var all = Array.from(box.closest("fieldset").querySelectorAll("[data-most]"));
      if (box.checked) all.forEach(function (b) { if (b !== box && b.hasAttribute("data-alone") !== box.hasAttribute("data-alone")) b.checked = false; });
      var full = all.filter(function (b) { return b.checked; }).length >= Number(box.dataset.most);
      all.forEach(function (b) { b.disabled = full && !b.checked && !b.hasAttribute("data-alone"); });
    }

    form.addEventListener("change", function (event) {
      if (event.target.matches("[data-most]")) together(event.target);
      if (event.target.closest("[data-kinds]")) kinds();
      offerSplit(event.target.closest("[data-question]"));
      if (event.target.closest("[data-ranking]") && event.target.matches("select")) {
        place(event.target.closest("[data-criterion]"), event.target.value);
      }
      mirror();
      preview();
    });
    form.addEventListener("input", function (event) {
      if (event.target.matches("input[type=text]")) { mirror(); preview(); }
    });

    /* ---- several answers to one question ---- */

    // Several kinds of work may be those of several parts.
    function offerSplit(field) {
      var offer = field && field.querySelector("[data-split]");
      if (offer) offer.hidden = field.querySelectorAll("input[type=checkbox]:checked").length < 2 || !!form.querySelector("[data-part-block]:enabled");
    }

    form.querySelectorAll("[data-several]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        button.closest("fieldset").querySelectorAll("input").forEach(function (input) {
          if (input.value === "") { input.checked = false; input.closest("label").hidden = true; } else input.type = "checkbox";
        });
        button.hidden = true;
        button.closest("fieldset").querySelector("input").focus();
      });
    });

    /* ---- ranking ---- */

    function rows() { return Array.from(form.querySelectorAll("[data-criterion]")); }
    function ranking() {
      return rows()
        .filter(function (r) { return r.querySelector("select").value; })
        .sort(function (a, b) { return a.querySelector("select").value - b.querySelector("select").value; })
        .map(function (r) { return r.dataset.criterion; });
    }

    // place puts a criterion at a place, moves the others along and sorts the list.
    function place(row, value) {
      var id = row.dataset.criterion;
      row.querySelector("select").value = "";
      var order = ranking();
      if (value) order.splice(Math.min(value - 1, order.length), 0, id);
      var focused = document.activeElement;
      rows()
        .map(function (r) {
          var n = order.indexOf(r.dataset.criterion);
          r.querySelector("select").value = n < 0 ? "" : n + 1;
          return { row: r, key: n < 0 ? 1000 + Number(r.dataset.order) : n };
        })
        .sort(function (a, b) { return a.key - b.key; })
        .forEach(function (x) { x.row.parentElement.append(x.row); });
      if (focused) focused.focus();
    }

    form.querySelectorAll("[data-move]").forEach(function (button) {
      button.addEventListener("click", function () {
        var row = button.closest("[data-criterion]");
        var now = ranking().indexOf(row.dataset.criterion);
        var to = now < 0 ? (button.dataset.move < 0 ? ranking().length + 1 : 0) : now + 1 + Number(button.dataset.move);
        if (now < 0 && !to) return;
        place(row, to > ranking().length + (now < 0 ? 1 : 0) ? "" : Math.max(to, 1));
        mirror();
        preview();
      });
    });

    /* ---- parts ---- */

    // kinds shows the parts where there are several, two at first. What was typed
    // for parts is kept, but does not count, while there is one kind of work.
    function kinds() {
      var several = find("[data-several-kinds]");
      if (!several) return;
      var blocks = form.querySelectorAll("[data-part-block]");
      find("[data-parts-box]").hidden = !several.checked;
      blocks.forEach(function (b) { b.disabled = !several.checked; });
      if (several.checked && !blocks.length) {
        addPart();
        addPart();
        find("[data-part-block] input").focus();
      }
      form.querySelectorAll("[data-question]").forEach(offerSplit);
    }

    function addPart() {
      var list = find("[data-parts]");
      list.append(find("template[data-part]").content.cloneNode(true));
      number();
      list.lastElementChild.querySelector("input").focus();
      mirror();
    }

    // number renames the fields of all part blocks, so that they stay p1, p2, …
    function number() {
      var blocks = form.querySelectorAll("[data-part-block]");
      blocks.forEach(function (block, i) {
        block.querySelector("[data-part-number]").textContent = i + 1;
        block.querySelectorAll("[name], [for]").forEach(function (e) {
          ["name", "id", "for"].forEach(function (key) {
            if (e.hasAttribute(key)) e.setAttribute(key, e.getAttribute(key).replace(/^p\d+\./, "p" + (i + 1) + "."));
          });
        });
      });
      var add = find("[data-add-part]");
      if (add) add.hidden = blocks.length >= 8;
    }

    form.addEventListener("click", function (event) {
      if (!event.target.matches("[data-remove-part]")) return;
      event.target.closest("[data-part-block]").remove();
      number();
      if (!form.querySelector("[data-part-block]")) {
        find('[data-kinds] input[value=""]').checked = true;
        kinds();
      }
      mirror();
      preview();
    });

    /* ---- start ---- */

    figures.settled = mirror;

    // Frames that cannot save give links that carry the answers where no server sees them.
    if (location.hash.startsWith("#a=")) {
      try { return location.replace(form.dataset.path + "?" + decodeURIComponent(location.hash.slice(3))); } catch (e) { /* cut off: begin anew */ }
    }
    if (!location.search && !location.hash && remembered()) {
      var box = document.querySelector("[data-resume]");
      box.hidden = false;
      box.querySelector("a").search = remembered();
    }
    form.querySelectorAll("[data-most]:checked").forEach(together);
    if (ranking().length) rows().forEach(function (r) { place(r, r.querySelector("select").value); });
    show(fromAddress(), false);
    var target = aim();
    if (target) {
      for (var d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
      target.scrollIntoView();
    }
  }
})();
