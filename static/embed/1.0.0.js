// For other sites: <crossroads-wizard>, heights, events.
(function () {
  "use strict";
  var me = document.currentScript;
  var base = window.crossroadsBase || (me && me.src);
  if (!base || window.__crossroads) return;
  base = new URL(base).origin;
  window.__crossroads = { version: "1.0.0", base: base };
  var prefix = base + "/embed/";
  var heard = new WeakSet(); // spoke since they loaded
  var own = []; // in elements

  function frames() {
    return own.concat(Array.from(document.querySelectorAll("iframe"))).filter(f => f.src.startsWith(prefix));
  }
  function px(n) { return Math.min(Math.max(Math.ceil(n), 80), 6000) + "px"; }
  // A sandboxed frame has no origin to address; nothing here is secret.
  function say(f, type, theme) {
    if (f.contentWindow) f.contentWindow.postMessage({ type: "crossroads:" + type, v: 1, theme: theme }, "*");
  }
  function loaded(f) {
    if (heard.delete(f)) return;
    say(f, "init"); // it may have spoken before
    setTimeout(() => {
      if (!heard.has(f) && f.show) f.show("The wizard did not answer. The portal may not allow this site.");
    }, 4000);
  }

  addEventListener("message", event => {
    var m = event.data;
    if (!m || m.v !== 1 || (event.origin !== base && event.origin !== "null")) return;
    var f = frames().find(f => f.contentWindow === event.source);
    if (!f) return;
    var type = String(m.type).replace(":", "-");
    if (type === "crossroads-ready") say(f, "init");
    if (/ready$|resize$/.test(type)) {
      heard.add(f);
      if (f.show) f.show("");
    }
    if (/resize$/.test(type) && m.height > 0) f.style.height = px(m.height);
    // Going on shows where the next page begins.
    if (/(ready|step)$/.test(type) && f.getRootNode().activeElement === f && f.getBoundingClientRect().top < 0) f.scrollIntoView();
    if (/^crossroads-(step|result|saved)$/.test(type)) {
      (f.getRootNode().host || f).dispatchEvent(new CustomEvent(type, { detail: m, bubbles: true, composed: true }));
    }
  });
  addEventListener("load", event => {
    if (event.target.tagName === "IFRAME" && event.target.src.startsWith(prefix)) loaded(event.target);
  }, true);

  customElements.define("crossroads-wizard", class extends HTMLElement {
    static get observedAttributes() { return ["comparison", "assessment", "view", "theme"]; }

    connectedCallback() {
      if (this.frame) return;
      var f = this.frame = document.createElement("iframe");
      var note = document.createElement("p");
      var slot = document.createElement("slot"); // the author's link
      f.show = reason => {
        note.textContent = reason;
        note.hidden = slot.hidden = !reason;
        f.hidden = !!reason;
      };
      f.show("");
      f.title = this.title || "Architecture decision wizard";
      f.loading = "lazy";
      f.allow = "clipboard-write";
      f.referrerPolicy = "strict-origin-when-cross-origin";
      // On our own origin a frame could leave its sandbox.
      f.sandbox = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox" + (base === location.origin ? "" : " allow-same-origin");
      f.style.cssText = "width:100%;border:0;vertical-align:top;height:" + px(parseInt(this.getAttribute("height")) || 640);
      f.onload = () => loaded(f);
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
      var e = this, get = name => (e.getAttribute(name) || "").replace(/[^\w-]/g, "");
      var path = get("assessment") ? "a/" + get("assessment") : (get("view") === "compare" ? "compare/" : "decide/") + get("comparison");
      return prefix + path + (get("theme") ? "?theme=" + get("theme") : "");
    }
  });

  frames().forEach(f => say(f, "init"));
})();
