package export

import "strings"

// Recipe is how to show a frame in a wiki of some kind: what administrators set up once, and what
// authors paste.
type Recipe struct {
	Host  string // as its makers write it; the heading of docs/embedding.md
	Once  []Step // nothing where nothing has to be set up
	Paste string // ID of the Snippet that goes into pages
	Note  string // what else to know, "" for nothing
}

// Step is something to do, and what to write there.
type Step struct{ Do, Write string }

// Recipes lists the known kinds of wikis by name, for a portal at an address. Lists of sites that may
// be framed get its origin, because a path in them would exclude all other paths.
func Recipes(portal string) []Recipe {
	script := `<script src="` + portal + `/embed.js" async></script>`
	scheme, rest, _ := strings.Cut(portal, "://")
	host, _, _ := strings.Cut(rest, "/")
	origin := scheme + "://" + host
	const oneLine = "Leave out the first line of the snippet: the site loads the script already."
	return []Recipe{
		{Host: "Antora", Paste: "element", Note: "Put the snippet between two lines of ++++, a passthrough block of AsciiDoc."},
		{
			Host: "BookStack", Paste: "iframe",
			Once: []Step{{"In .env, beside the hosts that are there already", `ALLOWED_IFRAME_SOURCES="` + origin + `"`}},
			Note: "Paste it with the source editor.",
		},
		{
			Host: "Confluence", Paste: "confluence",
			Note: "Insert the iframe macro and fill it in. Scrolling must stay on auto: the macro does not let the frame grow.",
		},
		{Host: "Docmost", Paste: "url", Note: "Type /iframe, choose the block and paste the address. Docmost keeps new tabs in the " +
			"sandbox of the frame: they show every page, but cannot save. Copy the edit link into a tab of its own."},
		{Host: "docsify", Paste: "element", Once: []Step{{"In the head of index.html", script}}, Note: oneLine},
		{
			Host: "Docusaurus", Paste: "element",
			Once: []Step{{"In docusaurus.config.js", `scripts: [{ src: "` + portal + `/embed.js", async: true }],`}}, Note: oneLine,
		},
		{Host: "DokuWiki", Paste: "dokuwiki", Once: []Step{
			{"Install by address in the extension manager, or unpack into lib/plugins", portal + "/embed/dokuwiki.zip"},
			{"In conf/local.php, or as base in the configuration manager", "$conf['plugin']['crossroads']['base'] = '" + portal + "';"}}},
		{Host: "Eleventy", Paste: "element", Once: []Step{{"In the head of the layout", script}}, Note: oneLine},
		{Host: "Fossil", Paste: "markdown", Note: "Wiki pages of the type Markdown show the card. Frames and scripts are taken out."},
		{Host: "Gitea and Forgejo", Paste: "markdown", Note: "Frames are taken out."},
		{Host: "gitit", Paste: "markdown", Note: "The card works as it is. For the frame, set xss-sanitize: no in the configuration; " +
			"then anybody who edits pages can write scripts into them."},
		{Host: "GitLab", Paste: "markdown", Note: "Self-managed versions that know iframe_providers can show the frame: " +
			"see docs/embedding.md. In providers without allow-popups-to-escape-sandbox new tabs cannot save; " +
			"copy the edit link into a tab of its own."},
		{
			Host: "Hexo", Paste: "element",
			Once: []Step{{"In scripts/crossroads.js", `hexo.extend.injector.register("head_end", '` + script + `');`}}, Note: oneLine,
		},
		{Host: "HonKit", Paste: "element", Once: []Step{{
			"In _layouts/website/page.html",
			"{% extends template.self %}\n{% block javascript %}{{ super() }}\n" + script + "\n{% endblock %}",
		}}, Note: oneLine},
		{Host: "Hugo", Paste: "element", Once: []Step{
			{"In the head of the layout", script},
			{"In the configuration, so that HTML in Markdown stays", "[markup.goldmark.renderer]\nunsafe = true"}},
			Note: oneLine + " A shortcode does without the second setting: see docs/embedding.md."},
		{Host: "ikiwiki", Paste: "markdown", Note: "Its htmlscrubber takes frames and scripts out."},
		{Host: "MediaWiki", Paste: "mediawiki", Once: []Step{
			{"Unpack into extensions", portal + "/embed/mediawiki.zip"},
			{"In LocalSettings.php", "wfLoadExtension( 'Crossroads' );\n$wgCrossroadsBase = '" + portal + "';"}},
			Note: "In templates, where attributes come from parameters, write {{#tag:crossroads||comparison={{{1}}}}}."},
		{
			Host: "MkDocs", Paste: "element",
			Once: []Step{{"In mkdocs.yml", "extra_javascript:\n  - " + portal + "/embed.js"}},
			Note: oneLine + " The frame follows the scheme of Material, slate too.",
		},
		{Host: "Notion", Paste: "url", Once: []Step{{"The operator of this portal starts it with", "--embed-ancestors=any-https"}},
			Note: "Paste the address on a line of its own and choose Embed. Notion asks from its own servers, so " +
				"the portal must be on the internet."},
		{Host: "Outline", Paste: "url", Once: []Step{{"The operator of this portal starts it with", "--embed-ancestors=any-https"}},
			Note: "Paste the address on a line of its own and choose Embed. Outline looks at the frame from its " +
				"server, which must reach the portal."},
		{
			Host: "Pelican", Paste: "element",
			Once: []Step{{"In the head of templates/base.html of the theme", script}},
			Note: oneLine + " In reStructuredText it goes under .. raw:: html, indented.",
		},
		{
			Host: "Rspress", Paste: "element",
			Once: []Step{{"In rspress.config.ts", `head: [["script", { src: "` + portal + `/embed.js", async: "" }]],`}}, Note: oneLine,
		},
		{
			Host: "SharePoint", Paste: "iframe",
			Once: []Step{{"Under Site settings, HTML Field Security, a site owner adds", host}},
			Note: "Paste it into an Embed web part.",
		},
		{
			Host: "Sphinx", Paste: "element",
			Once: []Step{{"In conf.py", `html_js_files = [("` + portal + `/embed.js", {"async": "async"})]`}},
			Note: oneLine + " In reStructuredText it goes under .. raw:: html, indented; MyST takes it as it is.",
		},
		{Host: "Starlight", Paste: "element", Once: []Step{{
			"In astro.config.mjs, inside starlight({ … })",
			`head: [{ tag: "script", attrs: { src: "` + portal + `/embed.js", async: true } }],`,
		}}, Note: oneLine},
		{Host: "TechDocs", Paste: "iframe", Once: []Step{{
			"In app-config.yaml of Backstage",
			"techdocs:\n  sanitizer:\n    allowedIframeHosts: [" + host + "]\n" +
				"backend:\n  csp:\n    frame-src: [\"'self'\", \"" + origin + "\"]",
		}}},
		{Host: "TiddlyWiki", Paste: "iframe", Note: "For a height that follows the content, make a tiddler of the type text/plain with " +
			"the tag $:/tags/RawMarkup that holds the first line of the element."},
		{Host: "VitePress", Paste: "element", Once: []Step{{
			"In .vitepress/config.mjs",
			`head: [["script", { src: "` + portal + `/embed.js", async: "" }]],` + "\n" +
				`vue: { template: { compilerOptions: { isCustomElement: tag => tag === "crossroads-wizard" } } },`,
		}}, Note: oneLine},
		{Host: "Wiki.js", Paste: "iframe", Once: []Step{{"Under Administration, Rendering, HTML, Security", "Allow iframes"}}},
		{Host: "Zim", Paste: "url", Note: "Notes of Zim show no frames. Paste the address as a link."},
	}
}
