// The loader is the portal's own file. Here it comes from the wiki, so it has
// to be told where the portal is.
window.crossroadsBase = require( './config.json' ).base;
require( './loader.js' );
