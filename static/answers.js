// The answers of a wizard, to look over before the result. wizard.js loads this when
// somebody comes to its last step.
"use strict";
(function () {
  var unknown = "I don’t know";
  function text(e) { return e.textContent.replace(/\s+/g, " ").trim(); }

  // chosen is what is ticked in a question, in words: answers that hold together, or of which one holds. "" is for open.
  function chosen(field) {
    var said = Array.from(field.querySelectorAll("input:checked")).map(function (i) { return text(i.parentElement); })
      .filter(function (words) { return words !== unknown; });
    if (said.length < 2 || field.querySelector("[data-most]")) return said.join("; ");
    return "Either “" + said.slice(0, -1).join("”, “") + "” or “" + said[said.length - 1] + "”";
  }

  // answerList fills the list of a form. Places are the fields of the ranking; change is
  // called with the field whose answer somebody wants to change.
  window.answerList = function (form, places, change) {
    var box = form.querySelector("[data-check]"), load = form.querySelector("[data-load]");
    box.textContent = "";
    var blocks = Array.from(form.querySelectorAll("[data-part-block]:enabled"));
    form.querySelectorAll("[data-kinds], [data-question]").forEach(function (field) {
      var apart = blocks.length && blocks.every(function (b) { return partAnswers(b).some(function (x) { return x[0] === text(field.querySelector("legend")); }); });
      row(text(field.querySelector("legend")), chosen(field) || (apart ? "Answered for each part" : unknown), field);
      if (field.matches("[data-kinds]")) blocks.forEach(partRow);
    });
    if (load) {
      var given = Array.from(load.querySelectorAll("[data-figure], select, input:checked")).filter(function (f) { return f.value; });
      row("Load figures", given.map(function (f) {
        return text(f.closest(".field, .choice").querySelector("label, span")) + (f.type === "checkbox" ? "" : ": " + f.value);
      }).join("; ") || "None given", load);
    }
    // Weights replace the ranking.
    var weights = Array.from(form.querySelectorAll('[name^="w."]')).filter(function (w) { return w.value; });
    var matters = weights.length ? weights.map(function (w) { return w.labels[0].firstChild.textContent.trim() + ": " + w.value; }).join("; ")
      : places.filter(function (s) { return s.value; }).map(function (s, i) { return i + 1 + ". " + s.selectedOptions[0].text; }).join(", ");
    row("What matters most to you?", matters || "Nothing in particular", weights[0] || form.querySelector("[data-places]"));

    // partAnswers pairs the questions that a part answers for itself with its answers.
    function partAnswers(block) {
      var selects = Array.from(block.querySelectorAll("select")).map(function (s) {
        return [text(s.closest(".field").querySelector("label")), s.value && s.selectedOptions[0].text];
      });
      return selects.concat(Array.from(block.querySelectorAll("fieldset")).map(function (f) {
        return [text(f.querySelector("legend")), chosen(f)];
      })).filter(function (x) { return x[1]; });
    }

    function partRow(block) {
      var said = partAnswers(block);
      row(text(block.querySelector("legend")) + ": " + (block.querySelector("input").value || "no name"), said.length ? "" : "The same as the whole", block);
      var list = box.lastElementChild.querySelector("dd");
      said.forEach(function (x) {
        var line = document.createElement("span"), question = document.createElement("small");
        question.textContent = x[0];
        line.append(question, x[1]);
        list.append(line);
      });
    }

    function row(term, words, target) {
      var div = document.createElement("div");
      var button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.textContent = "Change";
      button.setAttribute("aria-label", "Change: " + term);
      button.addEventListener("click", function () { change(target); });
      [["dt", term], ["dd", words]].forEach(function (pair) {
        var e = document.createElement(pair[0]);
        e.textContent = pair[1];
        if (/^(I don’t know|Answered for each part)$/.test(pair[1])) e.className = "quiet-text";
        div.append(e);
      });
      var last = document.createElement("dd");
      last.className = "answers-change";
      last.append(button);
      div.append(last);
      box.append(div);
    }
  };
})();
