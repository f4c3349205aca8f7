// In other sites: <crossroads-wizard>, heights and events of frames.
(function () {
  "use strict";
  var me = document.currentScript;
  var base = window.crossroadsBase || me && me.src;
  if (!base || window.__crossroads) return;
  base = new URL(base).origin;
  window.__crossroads = { version: "1.0.0", base: base };
  var prefix = base + "/embed/";
  var heard = new WeakSet(); // spoke since loading
  var own = [];

  function frames() {
    return own.concat(Array.from(document.querySelectorAll("iframe"))).filter(function (f) { return f.src.startsWith(prefix); });
  }
  // "*": sandboxed frames have no origin.
  function say(f, type, theme) {
    if (f.contentWindow) f.contentWindow.postMessage({ type: "crossroads:" + type, v: 1, theme: theme }, "*");
  }
  function loaded(f) {
    if (heard.delete(f)) return;
    say(f, "init"); // it may have spoken before
    setTimeout(function () {
      if (!heard.has(f) && f.show) f.show("The wizard did not answer. The portal may not allow this site.");
    }, 4000);
  }

  addEventListener("message", function (event) {
    var m = event.data;
    if (!m || m.v !== 1 || (event.origin !== base && event.origin !== "null")) return;
    var f = frames().find(function (f) { return f.contentWindow === event.source; });
    if (!f) return;
    var type = String(m.type).replace(":", "-");
    if (type === "crossroads-ready") say(f, "init");
    if (/ready$|resize$/.test(type)) {
      heard.add(f);
      if (f.show) f.show("");
    }
    if (/resize$/.test(type) && m.height > 0) f.style.height = Math.min(Math.max(Math.ceil(m.height), 80), 6000) + "px";
    // The next page begins in sight.
    if (/(ready|step)$/.test(type) && f.getRootNode().activeElement === f && f.getBoundingClientRect().top < 0) f.scrollIntoView();
    if (/^crossroads-(step|result|saved)$/.test(type)) {
      (f.getRootNode().host || f).dispatchEvent(new CustomEvent(type, { detail: m, bubbles: true, composed: true }));
    }
  });
  addEventListener("load", function (event) {
    if (event.target.tagName === "IFRAME" && event.target.src.startsWith(prefix)) loaded(event.target);
  }, true);

  customElements.define("crossroads-wizard", class extends HTMLElement {
    static get observedAttributes() { return ["comparison", "assessment", "view", "theme"]; }

    connectedCallback() {
      if (this.frame) return;
      var f = this.frame = document.createElement("iframe");
      var note = document.createElement("p");
      var slot = document.createElement("slot");
      f.show = function (reason) {
        note.textContent = reason;
        note.hidden = slot.hidden = !reason;
        f.hidden = !!reason;
      };
      f.show("");
      f.title = this.title || "Architecture decision wizard";
      f.loading = "lazy";
      f.allow = "clipboard-write";
      f.referrerPolicy = "strict-origin-when-cross-origin";
      // On our origin it could leave its sandbox.
      f.sandbox = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox" + (base === location.origin ? "" : " allow-same-origin");
      f.style.cssText = "width:100%;border:0;vertical-align:top;height:" + (parseInt(this.getAttribute("height")) || 640) + "px";
      f.onload = function () { loaded(f); };
      f.src = this.address();
      own.push(f);
      this.attachShadow({ mode: "open" }).append(f, note, slot);
    }

    attributeChangedCallback(name, before, now) {
      if (!this.frame || before === now) return;
      if (name === "theme") say(this.frame, "theme", now || "auto");
      else this.frame.src = this.address();
    }

    address() {
      var e = this, get = function (name) { return (e.getAttribute(name) || "").replace(/[^\w-]/g, ""); };
      var path = get("assessment") ? "a/" + get("assessment") : (get("view") === "compare" ? "compare/" : "decide/") + get("comparison");
      return prefix + path + (get("theme") ? "?theme=" + get("theme") : "");
    }
  });

  frames().forEach(function (f) { say(f, "init"); });
})();
