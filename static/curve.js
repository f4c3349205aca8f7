// Curves of costs that are read off point by point, in the explorer and in a result.
"use strict";
var curves = (function () {
  // read makes a plot a control with which the points are read: by pointer, or by
  // arrow keys. What it says comes from the table under the plot.
  function read(figure) {
    var plot = figure.querySelector("[data-plot]");
    var drawing = figure.querySelector(".curve-plot");
    var out = figure.querySelector("[data-readout]");
    var names = Array.from(figure.querySelectorAll("thead th")).map(function (th) { return th.textContent.replace(/, [A-Z]{3}$/, ""); });
    var rows = Array.from(figure.querySelectorAll("tbody tr"));
    var line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    var at = -1;
    line.setAttribute("class", "cursor");
    line.setAttribute("y1", drawing.dataset.top);
    line.setAttribute("y2", drawing.dataset.bottom);

    plot.setAttribute("role", "slider");
    plot.setAttribute("aria-label", "Cost along: " + plot.dataset.plot);
    plot.setAttribute("aria-valuemin", 0);
    plot.setAttribute("aria-valuemax", rows.length - 1);
    plot.tabIndex = 0;
    out.hidden = false;
    at = nearest(parseFloat(drawing.querySelector(".yours").getAttribute("x1")));
    plot.setAttribute("aria-valuenow", at);
    plot.setAttribute("aria-valuetext", out.textContent);

    plot.addEventListener("keydown", function (event) {
      var to = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, PageUp: at + 5, PageDown: at - 5, Home: 0, End: rows.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show(Math.max(0, Math.min(rows.length - 1, to)));
    });
    function point(event) {
      var r = drawing.getBoundingClientRect();
      show(nearest((100 * (event.clientX - r.left)) / r.width));
    }
    drawing.addEventListener("pointermove", point);
    drawing.addEventListener("pointerdown", point); // a tap moves nothing

    function nearest(x) {
      var best = 0;
      rows.forEach(function (row, i) { if (Math.abs(row.dataset.x - x) < Math.abs(rows[best].dataset.x - x)) best = i; });
      return best;
    }
    function show(i) {
      at = i;
      var cells = Array.from(rows[i].cells).map(function (c) { return c.textContent; });
      var text = names[0] + " " + cells[0] + ": " + cells.slice(1).map(function (c, n) { return names[n + 1] + " " + c; }).join(", ") + " " + plot.dataset.currency;
      out.textContent = text;
      plot.setAttribute("aria-valuenow", i);
      plot.setAttribute("aria-valuetext", text);
      line.setAttribute("x1", rows[i].dataset.x + "%");
      line.setAttribute("x2", rows[i].dataset.x + "%");
      drawing.append(line);
    }
  }

  document.querySelectorAll("[data-curve]").forEach(read);
  return { read: read };
})();
