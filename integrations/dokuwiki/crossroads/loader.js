// For other sites: <crossroads-wizard>, heights, colours, events.
(function () {
  "use strict";
  var me = document.currentScript;
  var base = window.crossroadsBase || (me && me.src && new URL(".", me.src));
  var before = window.__crossroads;
  if (!base) return;
  base = new URL(base);
  base = base.origin + base.pathname.replace(/\/+$/, ""); // it may be below a path
  if (before) {
    if (before.add) before.add(base);
    else if (before.base !== base) console.warn("Crossroads: the script of " + before.base + " is too old to share the page with " + base + ".");
    return;
  }
  var bases = [base]; // portals on this page
  var elements = new Set(); // in the page; those that are removed can go
  var spoke = new WeakSet(); // frames that ever did
  var heard = new WeakSet(); // spoke since they loaded
  var paper = new WeakMap(); // their heights in print
  var screen = new Map(); // and on the screen, while the page is printed
  window.__crossroads = {
    version: "1.1.0", base: base,
    add: b => { if (!bases.includes(b)) { bases.push(b); frames().forEach(greet); } },
  };

  function portal(f) { return bases.find(b => f.src.startsWith(b + "/embed/")); }
  function frames() {
    return Array.from(new Set(Array.from(elements, e => e.frame).concat(Array.from(document.querySelectorAll("iframe"))))).filter(f => f && portal(f)); // one inside an element is found twice
  }
  function holder(f) { return f.getRootNode().host || f.closest("crossroads-wizard") || f; }
  // A narrow page is a long one. The limit only stops what would grow for ever.
  function px(n, f) { return Math.min(Math.max(Math.ceil(n), 80), Math.max(6000, Math.ceil(12e6 / (f && f.clientWidth || 2000)))) + "px"; }

  // A sandboxed frame has no origin to address; nothing here is secret.
  function say(f, type, more) {
    if (f.contentWindow) f.contentWindow.postMessage(Object.assign({ type: "crossroads:" + type, v: 1 }, more), "*");
  }
  function greet(f) {
    var e = holder(f).closest("[lang]");
    say(f, "init", { lang: e ? e.lang : "" });
    say(f, "theme", { theme: theme(f) });
  }
  // What the author has fixed, else what the page wears: light text stands on dark ground.
  function theme(f) {
    var set = holder(f).getAttribute("theme") || new URL(f.src).searchParams.get("theme");
    if (/^(light|dark)$/.test(set)) return set;
    var c = getComputedStyle(holder(f)).color.match(/^rgba?\((\d+), (\d+), (\d+)/);
    return !c ? "auto" : c[1] * .3 + c[2] * .59 + c[3] * .11 > 140 ? "dark" : "light";
  }
  function dress() { frames().forEach(f => say(f, "theme", { theme: theme(f) })); }
  function dressSoon() { dress(); setTimeout(dress, 500); } // colours may fade

  function silent(f) { if (f.show) f.show("The wizard did not answer. The portal may be down, or may not allow this site."); }
  function loaded(f) {
    if (heard.delete(f)) return;
    greet(f); // it may have spoken before
    setTimeout(() => { if (!heard.has(f)) silent(f); }, 4000);
  }
  // Firefox tells of no load when there is no connection.
  var sight = new IntersectionObserver(list => list.forEach(i => {
    if (!i.isIntersecting) return;
    sight.unobserve(i.target);
    setTimeout(() => { if (!spoke.has(i.target)) silent(i.target); }, 8000);
  }));

  addEventListener("message", event => {
    var m = event.data;
    if (!m || m.v !== 1) return;
    var f = frames().find(f => f.contentWindow === event.source);
    if (!f || (event.origin !== new URL(f.src).origin && event.origin !== "null")) return;
    var type = String(m.type).replace(":", "-");
    if (type === "crossroads-ready") greet(f);
    if (/ready$|resize$/.test(type)) {
      heard.add(f);
      spoke.add(f);
      if (f.show) f.show("");
    }
    if (/resize$/.test(type) && m.height > 0 && !screen.has(f)) f.style.height = px(m.height, f);
    if (type === "crossroads-print" && m.height > 0) paper.set(f, m.height);
    // Going on shows where the next page begins.
    if (/(ready|step)$/.test(type) && f.getRootNode().activeElement === f && f.getBoundingClientRect().top < 0) f.scrollIntoView();
    if (/^crossroads-(step|result|saved)$/.test(type)) {
      holder(f).dispatchEvent(new CustomEvent(type, { detail: m, bubbles: true, composed: true }));
    }
  });
  addEventListener("load", event => {
    if (event.target.tagName === "IFRAME" && portal(event.target)) loaded(event.target);
  }, true);

  addEventListener("beforeprint", () => frames().forEach(f => {
    if (!paper.has(f)) return;
    screen.set(f, f.style.height);
    f.style.height = px(paper.get(f));
  }));
  addEventListener("afterprint", () => {
    screen.forEach((height, f) => { f.style.height = height; });
    screen.clear();
  });

  customElements.define("crossroads-wizard", class extends HTMLElement {
    static get observedAttributes() { return ["comparison", "assessment", "view", "theme"]; }

    connectedCallback() {
      elements.add(this);
      if (this.shadowRoot) return;
      var box = document.createElement("div"), note = document.createElement("p");
      note.hidden = true;
      box.append(note, document.createElement("slot"));
      this.attachShadow({ mode: "open" }).append(box);
      if (document.readyState !== "loading") return this.start();
      // What stands inside may not be there yet.
      box.style.minHeight = this.height();
      document.addEventListener("DOMContentLoaded", () => this.start());
    }

    disconnectedCallback() { elements.delete(this); }

    // start takes the frame that the author wrote inside, or makes one in place
    // of the link.
    start() {
      var box = this.shadowRoot.firstChild, note = box.firstChild, slot = box.lastChild;
      var given = Array.from(this.querySelectorAll("iframe")).find(portal);
      var f = this.frame = given || document.createElement("iframe");
      f.show = reason => {
        note.textContent = reason;
        note.hidden = !reason;
        slot.hidden = !reason && !given;
        f.hidden = !!reason;
      };
      f.show("");
      if (!given) {
        f.title = this.title || "Architecture decision wizard";
        f.loading = "lazy";
        f.allow = "clipboard-write";
        f.referrerPolicy = "strict-origin-when-cross-origin";
        f.src = this.address();
        f.sandbox = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin";
        f.style.cssText = "width:100%;border:0;vertical-align:top;height:" + this.height();
        f.onload = () => loaded(f);
      }
      if (new URL(f.src).origin === location.origin && f.sandbox.contains("allow-same-origin")) { // there it could leave its sandbox
        f.sandbox.remove("allow-same-origin");
        f.src = f.src;
      }
      if (!given) box.prepend(f);
      box.style.minHeight = "";
      if (given) greet(f);
      sight.observe(f);
    }

    attributeChangedCallback(name, before, now) {
      if (!this.frame || before === now) return;
      if (name === "theme") say(this.frame, "theme", { theme: theme(this.frame) });
      else this.frame.src = this.address();
    }

    height() { return px(parseInt(this.getAttribute("height")) || 640); }

    // An assessment may be named by its whole link.
    address() {
      var get = name => this.getAttribute(name) || "", name = s => s.replace(/[^\w-]/g, "");
      var at = bases.filter(b => (get("portal") + " " + get("assessment")).includes(b)).sort((a, b) => b.length - a.length)[0] || base;
      var id = /.*\/a\/([\w-]+)/.exec(get("assessment")) || [, name(get("assessment"))];
      var path = id[1] ? "a/" + id[1] : (get("view") === "compare" ? "compare/" : "decide/") + name(get("comparison"));
      return at + "/embed/" + path + (name(get("theme")) ? "?theme=" + name(get("theme")) : "");
    }
  });

  frames().forEach(greet);
  var worn = new MutationObserver(dressSoon); // sites switch colours by an attribute
  worn.observe(document.documentElement, { attributes: true });
  function body() { worn.observe(document.body, { attributes: true }); }
  if (document.body) body();
  else document.addEventListener("DOMContentLoaded", body);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dressSoon);
})();
