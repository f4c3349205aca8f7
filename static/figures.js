// Figures that people type as they like. The server reads them, and says in a
// data-echo how. A field that is left then shows that, in groups of three, and
// addresses hold it without the commas.
"use strict";
(function () {
  var echoes = {}; // { typed, text } by field

  function field(name) {
    var f = document.getElementById(name);
    return f && f.matches("[data-figure]") ? f : null;
  }
  function bare(text) { return text.replace(/,/g, ""); }

  // settle shows how a figure was read, unless it was changed since.
  function settle(f) {
    var echo = echoes[f.name];
    if (!echo || f.value !== echo.typed) return;
    f.dataset.read = f.value = echo.text;
    delete echoes[f.name];
    figures.settled();
  }

  document.addEventListener("focusout", function (event) {
    if (event.target.matches("[data-figure]")) settle(event.target);
  });

  var figures = window.figures = {
    settled: function () {}, // called when a field shows another text for the same figure

    // plain is how an address holds the value of a field.
    plain: function (name, value) {
      var f = field(name);
      return f && value === f.dataset.read ? bare(value) : value;
    },

    // take learns how the figures of a query were read.
    take: function (holder, query) {
      var read = JSON.parse(holder.querySelector("[data-echo]").dataset.echo);
      Object.keys(read).forEach(function (name) {
        var f = field(name);
        if (!f || figures.plain(name, f.value) !== query.get(name)) return;
        echoes[name] = { typed: f.value, text: read[name] };
        if (f !== document.activeElement) settle(f);
      });
    },

    // number is what a field holds, NaN while only the server knows.
    number: function (f) {
      if (f.value === f.dataset.read) return Number(bare(f.value));
      var echo = echoes[f.name];
      if (echo && f.value === echo.typed) return Number(bare(echo.text));
      return /^\d+$/.test(f.value) ? Number(f.value) : NaN;
    },

    // write puts a number into a field.
    write: function (f, n) {
      f.dataset.read = f.value = n.toLocaleString("en-US");
    }
  };
})();
