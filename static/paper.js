// How high a page in a frame is on paper. A frame that has grown with its content
// would leave blank sheets behind what its print rules leave of it, so the script
// of the page around gives it this height while it prints. Nobody can ask then:
// messages come too late. frame.js loads this where that script is ours.
"use strict";
(function () {
  var paper = 600; // pixels: less than what sheets leave, since a wider page is lower
  var root = document.documentElement, last = 0, timer;
  var name = new URLSearchParams(location.search).get("frame") || "";

  function printRules(list) {
    return Array.from(list).reduce(function (found, rule) {
      if (rule.media && rule.media.mediaText === "print") found.push(rule);
      return rule.cssRules ? found.concat(printRules(rule.cssRules)) : found;
    }, []);
  }

  function measure() {
    var rules = [];
    Array.from(document.styleSheets).forEach(function (sheet) { rules = rules.concat(printRules(sheet.cssRules)); });
    rules.forEach(function (rule) { rule.media.mediaText = "all"; });
    root.style.width = paper + "px";
    var height = Math.ceil(root.getBoundingClientRect().height);
    root.style.width = "";
    rules.forEach(function (rule) { rule.media.mediaText = "print"; });
    if (height === last) return;
    last = height;
    window.parent.postMessage({ type: "crossroads:print", v: 1, frame: name, height: height }, "*");
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(measure, 400);
  }

  new ResizeObserver(soon).observe(root); // now, and whenever the page becomes another height
})();
