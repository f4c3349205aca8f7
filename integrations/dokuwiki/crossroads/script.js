/* BEGIN NOCOMPRESS */
// The loader is the portal's own file. Here it comes from the wiki, so it has
// to be told where the portal is.
window.crossroadsBase = window.JSINFO && JSINFO.plugin_crossroads && JSINFO.plugin_crossroads.base;
if (window.crossroadsBase) {
/* DOKUWIKI:include loader.js */
}
/* END NOCOMPRESS */
