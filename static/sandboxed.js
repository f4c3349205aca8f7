// A tab that a frame has opened can be in the sandbox of that frame. It has no
// origin then, and the portal takes no form without one.
"use strict";
if (self.origin === "null" && window.parent === window) {
  document.querySelectorAll('form[method="post"]').forEach(function (form) {
    var said = document.createElement("p");
    said.className = "panel warn";
    said.textContent = "This tab cannot save: the page that opened it keeps it in a sandbox. Copy the address of this tab into a new one, and save there.";
    form.prepend(said);
  });
}
