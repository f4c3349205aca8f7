// The wizard, step by step. Without this script the same form is one long page.
// A classic script: it also has to run in sandboxed frames of an opaque origin,
// where storage throws and fetch may be refused.
"use strict";
(function () {
  var later = document.currentScript.dataset.later;
  document.documentElement.classList.add("js");
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("[data-wizard]");
    if (form && window.figures) start(form); // which may not have arrived: the form works without scripts
    else document.documentElement.classList.remove("js");
  });

  function start(form) {
    form.reset(); // what browsers put back is for readers without this script; here the address has it
    var steps = Array.from(form.querySelectorAll("[data-step]"));
    var at = 0;
    var checking = false; // a change from the check goes back to it
    var find = function (selector) { return form.querySelector(selector); };

    /* ---- the answers as a query ---- */

    function query() {
      var q = new URLSearchParams();
      new FormData(form).forEach(function (value, name) {
        if (value !== "" && name !== "parts" && name !== "rank") q.append(name, figures.plain(name, value));
      });
      var ranked = places().map(function (s) { return s.value; }).filter(Boolean);
      if (ranked.length) q.set("rank", ranked.join(","));
      return q;
    }

    // readable keeps the commas of a ranking as they are: people read and edit these addresses.
    function readable(q) { return q.toString().replace(/%2C/g, ","); }

    var kept = "crossroads:" + form.dataset.path;
    function keep(text) { try { localStorage.setItem(kept, text); } catch (e) { /* no storage here */ } }

    // address is this page with the answers and the step; answers are mirrored
    // into it so that reloading, bookmarking and coming back lose nothing.
    function address() {
      var q = query();
      var blocks = form.querySelectorAll("[data-part-block]:enabled").length;
      if (blocks) q.set("parts", blocks);
      if (at) q.set("step", steps[at].dataset.step);
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
      var step = steps[at], group = step.closest(".step"), last = at === steps.length - 1, next = find("[data-next]");
      form.querySelectorAll(".step, [data-step]").forEach(function (s) { s.classList.toggle("current", s === step || s === group); });
      if (step.dataset.step === "check") fillCheck();
      find("[data-progress-text]").textContent = at + 1 + " of " + steps.length +
        (at && find("[data-part-block]:enabled") ? ", for all parts" : "");
      find("progress").value = at + 1;
      find("[data-back]").hidden = at === 0;
      next.hidden = last;
      next.textContent = checking ? "Back to your answers" : steps[at + 1] && steps[at + 1].dataset.step === "check" ? "Check your answers" : "Next";
      find("[data-submit]").hidden = !last;
      find("[data-skip]").hidden = last;
      form.querySelectorAll("[data-goto]").forEach(function (b) {
        if (group.contains(named(b.dataset.goto))) b.setAttribute("aria-current", "step"); else b.removeAttribute("aria-current");
      });
      document.dispatchEvent(new CustomEvent("crossroads:step", { detail: { step: at + 1, of: steps.length } }));
      if (focus) {
        var target = step.querySelector("fieldset") || group.querySelector("h2");
        target.tabIndex = -1;
        // A frame as high as its page does not scroll; focus moves the page around it.
        target.focus({ preventScroll: !framed });
        find("[data-progress]").scrollIntoView({ block: "start" });
      }
    }

    function named(id) { return form.querySelector('[data-step="' + id + '"]'); }

    // Frames leave no entries in the history of the page around them; see frame.js.
    var framed = parent !== window;
    function turn(to) { if (framed) location.replace(to); else location.assign(to); }
    function go(n) {
      at = Math.max(0, Math.min(n, steps.length - 1));
      if (at === steps.length - 1) checking = false;
      try { history[framed ? "replaceState" : "pushState"]({ step: at }, "", address()); } catch (e) { /* some frames forbid it */ }
      show(at, true);
    }

    // on is where Next leads: from a change back to the check.
    function on() { go(checking ? steps.length - 1 : at + 1); }

    addEventListener("popstate", function () {
      checking = false;
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
      var step = new URLSearchParams(location.search).get("step") || "";
      return /^[a-z0-9-]+$/.test(step) ? Math.max(0, steps.indexOf(named(step))) : 0;
    }

    find("[data-next]").addEventListener("click", on);
    find("[data-back]").addEventListener("click", function () { checking = false; go(at - 1); });
    form.querySelectorAll("[data-goto]").forEach(function (b) {
      b.addEventListener("click", function () { checking = false; go(steps.indexOf(named(b.dataset.goto))); });
    });

    // Clicks, also those that the Enter key makes: in a sandbox that allows no forms
    // there is no submit event.
    form.addEventListener("click", function (event) {
      var by = event.target.closest("button[type=submit]");
      if (!by) return;
      event.preventDefault();
      if (by.hasAttribute("data-add-part")) return addPart();
      if (by.hasAttribute("data-stay")) return stay(by);
      var wanted = by.hasAttribute("data-submit") || by.hasAttribute("data-skip");
      if (!wanted && at < steps.length - 1) return on();
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
      turn(form.dataset.path + "?" + readable(q) + (/#.*/.exec(button.getAttribute("formaction")) || ""));
    }

    /* ---- check your answers ---- */

    // fillCheck lists the answers, which is a script of its own: it is the last thing one comes to.
    function fillCheck() {
      if (window.answerList) return window.answerList(form, places(), change);
      var script = document.createElement("script");
      script.src = later;
      script.onload = fillCheck;
      script.onerror = function () { find("[data-check]").textContent = "The list is not available. Your answers are kept: go back, or show the result."; };
      document.head.append(script);
    }

    // change leads from an answer in the list to its field, and Next back to the list.
    function change(target) {
      checking = true;
      go(steps.indexOf(target.closest("[data-step]")));
      if (target.matches("details")) target.open = true;
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "center" });
    }

    function text(e) { return e.textContent.replace(/\s+/g, " ").trim(); }

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
            if (e.name === "AbortError") return;
            // What is shown is of other answers.
            find("[data-standing]").textContent = find("[data-say]").textContent = "The preview is not available. Your answers are kept.";
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
      if (event.target.closest("[data-places]")) alone(event.target);
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

    // Every question of one answer gets the offer to take several.
    form.querySelectorAll('[data-question]:has([type="radio"])').forEach(function (field) {
      field.append(find('[data-offer="' + (field.hasAttribute("data-splits") ? "splits" : "") + '"]').content.cloneNode(true));
      var button = field.querySelector("[data-several]"), split = field.querySelector("[data-split] button");
      if (split) split.value = field.dataset.question;
      button.addEventListener("click", function () {
        field.querySelectorAll("input").forEach(function (input) {
          if (input.value === "") { input.checked = false; input.closest("label").hidden = true; } else input.type = "checkbox";
        });
        button.hidden = true;
        field.querySelector("input").focus();
      });
    });

    /* ---- what matters most ---- */

    function places() { return Array.from(form.querySelectorAll("[data-places] select")); }

    // alone takes a criterion from the place that it had before.
    function alone(select) {
      places().forEach(function (s) { if (s !== select && s.value === select.value) s.value = ""; });
    }

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
      forParts();
    }

    // forParts hides the first question of the whole where each part is asked it, unless
    // it is answered.
    function forParts() {
      var first = find("[data-kinds]") && find("[data-kinds]").closest("[data-step]").querySelector("[data-question]");
      if (first) first.hidden = find("[data-several-kinds]").checked && !first.querySelector('input:checked:not([value=""])');
    }

    function pattern() { return find("template[data-part]").content; }

    function addPart() {
      var list = find("[data-parts]");
      list.append(pattern().cloneNode(true));
      number();
      var block = list.lastElementChild;
      block.querySelector("input").focus({ preventScroll: true });
      block.scrollIntoView({ block: "start" });
      mirror();
    }

    // A part has the questions that few answer once its list of them is opened.
    form.addEventListener("toggle", function (event) {
      var more = event.target;
      if (!more.matches(".part-more") || more.querySelector(".part-questions")) return;
      more.append(pattern().querySelector(".part-more .part-questions").cloneNode(true));
      number();
    }, true);

    // ask makes a question of a part out of the one that is asked for the whole.
    function ask(slot) {
      var whole = document.getElementById("q-" + slot.dataset.ask), label = document.createElement("label"), select = document.createElement("select");
      label.textContent = text(whole.querySelector("legend"));
      label.htmlFor = select.id = select.name = "p0." + slot.dataset.ask;
      select.add(new Option(slot.closest(".part-more") ? "Same as the whole" : "Unknown, or as the whole", ""));
      whole.querySelectorAll("input:not([value=''])").forEach(function (i) { select.add(new Option(text(i.parentElement), i.value)); });
      slot.append(label, select);
    }

    // number renames the fields of all part blocks, so that they stay p1, p2, …
    function number() {
      var blocks = form.querySelectorAll("[data-part-block]");
      form.querySelectorAll("[data-ask]:empty").forEach(ask);
      blocks.forEach(function (block, i) {
        block.id = "part-" + (i + 1);
        block.querySelector("[data-part-number]").textContent = i + 1;
        block.querySelectorAll("[name], [for], [id]").forEach(function (e) {
          ["name", "id", "for", "aria-describedby"].forEach(function (key) {
            if (e.hasAttribute(key)) e.setAttribute(key, e.getAttribute(key).replace(/\bp\d+\./g, "p" + (i + 1) + "."));
          });
        });
      });
      var add = find("[data-add-part]");
      if (add) add.hidden = blocks.length >= 8;
    }

    // A part that was removed can be put back until another is.
    form.addEventListener("click", function (event) {
      if (!event.target.closest("[data-remove-part]")) return; // translators put elements into buttons
      var block = event.target.closest("[data-part-block]"), next = block.nextElementSibling, list = block.parentElement;
      var said = find("[data-removed]"), undo = document.createElement("button");
      undo.type = "button";
      undo.className = "link";
      undo.textContent = "Undo";
      undo.addEventListener("click", function () {
        list.insertBefore(block, next && next.parentElement === list ? next : null);
        said.textContent = "";
        recount();
        block.querySelector("input").focus();
      });
      said.textContent = text(block.querySelector("legend")) + " is removed. ";
      said.append(undo);
      block.remove();
      recount();
      undo.focus();
    });

    function recount() {
      number();
      mirror();
      preview();
    }

    /* ---- start ---- */

    figures.settled = mirror;

    // Frames that cannot save give links that carry the answers where no server sees them.
    var given = location.hash.replace(/^#a(=|%3d)/i, "?");
    if (given[0] === "?") {
      try { given = decodeURIComponent(given); } catch (e) { /* cut off, or decoded before: the server mends it */ }
      return location.replace(form.dataset.path + given);
    }
    form.querySelectorAll("[data-most]:checked").forEach(together);
    forParts();
    show(fromAddress(), false);
    var list = find("[data-steps]");
    if (list && matchMedia("(min-width: 60rem)").matches) list.open = true;
    var target = aim();
    if (target) {
      for (var d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
      target.scrollIntoView();
    }
  }
})();
