// The check of frames: asks for the headers as they arrive, and listens to the
// frames on the page.
"use strict";
(function () {
  var table = document.querySelector("[data-probe]");
  var said = document.querySelector("[data-probe-said]");
  function squeezed(text) { return text.replace(/\s+/g, " ").trim(); }
  if (table) {
    fetch(table.dataset.probe, { cache: "no-store" }).then(function (answer) {
      var changed = 0;
      table.querySelectorAll("[data-header]").forEach(function (row) {
        var got = answer.headers.get(row.dataset.header), cell = row.querySelector("[data-received]");
        var sent = row.querySelector(".value");
        var same = sent ? got !== null && squeezed(got) === squeezed(sent.textContent) : got === null;
        if (same) cell.textContent = sent ? "The same" : "Nothing";
        else {
          changed++;
          cell.setAttribute("data-differs", "");
          cell.textContent = got === null ? "Nothing" : got;
        }
      });
      table.querySelectorAll("[data-received]").forEach(function (cell) { cell.hidden = false; });
      said.textContent = changed ? "Something between the portal and your browser changed " + changed + (changed > 1 ? " headers" : " header") + ". Look at your reverse proxy: exactly one Content-Security-Policy may arrive, and no X-Frame-Options." :
        answer.ok ? "Your browser got them as the portal sent them." : "The frame answers with status " + answer.status + ".";
    }).catch(function () { said.textContent = "The frame could not be fetched from here. Something between the portal and your browser blocks it."; });
  }

  // The portal cannot see the address bar; a proxy may have changed what arrives.
  var address = document.querySelector("[data-self]");
  if (address) {
    var here = location.origin + location.pathname.replace(/\/embed\/doctor\/?$/, "");
    var same = address.dataset.self === here;
    address.textContent = same ? "Your browser is at " + here + ", which is the address that the portal takes for its own." :
      "Your browser is at " + here + ", and the portal takes " + address.dataset.self + " for its address. Links name the wrong one, and forms may be refused. If readers open the portal as you did, set --base-url=" + here + ".";
    address.classList.toggle("panel", !same);
    address.classList.toggle("warn", !same);
  }

  // A frame is known by its window: in a sandbox its origin is "null".
  var frames = Array.from(document.querySelectorAll("[data-variant]"));
  function line(frame) { return document.querySelector('[data-heard="' + frame.dataset.variant + '"]'); }
  var heard = new Map();
  window.addEventListener("message", function (e) {
    var frame = frames.find(function (f) { return f.contentWindow === e.source; });
    if (!frame || e.origin !== location.origin && e.origin !== "null" || !e.data || typeof e.data.type !== "string") return;
    var so = heard.get(frame) || {};
    heard.set(frame, so);
    if (e.data.type === "crossroads:ready") so.ready = true;
    else if (e.data.type === "crossroads:resize") so.height = Math.round(Number(e.data.height)) || 0;
    else return;
    line(frame).textContent = "Heard from it: " + [so.ready && "ready", so.height && "height " + so.height + " px"].filter(Boolean).join(", ") + ".";
    line(frame).dataset.tone = "good";
  });
  frames.forEach(function (frame) {
    var speaks = line(frame).hasAttribute("data-speaks");
    line(frame).textContent = speaks ? "Listening…" : "Nothing will be heard: it runs no script.";
    if (!speaks) return;
    function waited() {
      setTimeout(function () {
        if (heard.has(frame)) return;
        line(frame).textContent = "Nothing heard. The frame did not load, or its script did not run.";
        line(frame).dataset.tone = "bad";
      }, 4000);
    }
    // It says that it is ready once, perhaps before this script ran; asked, it tells its height.
    function greet() { frame.contentWindow.postMessage({ type: "crossroads:init", v: 1 }, "*"); }
    greet();
    frame.addEventListener("load", function () { greet(); waited(); });
  });
})();
