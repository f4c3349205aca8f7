package web

// Long texts that people read, by area. Short ones stand where they are used.

// Pages: their descriptions, for link previews and search engines.
const (
	describeHome     = "Read about the options, compare them with evidence, answer what you know and get an explained recommendation to share with your team."
	describeArticles = "Where software runs, how it is divided and where its data lives: what the options are, where they differ and what the evidence says."
	describeMethod   = "The method behind the recommendation: what counts, how unknowns are treated, where its limits are and which sources it rests on."
	describeClaims   = "What is often said about serverless and microservices, and what the evidence says, with sources and dates."
	summariseMethod  = "The method: hard limits, a weighted sum on fixed scales, and 10,000 draws for what is not known (SMAA). What counts, where its limits are and which papers it rests on."
	describeCases    = "What organisations chose and under which facts, and how often the recommendation agrees with them."
	describePanel    = "Every situation that the numbers of the recommendation were fitted to or tested with, its judgements, who made them, and what the engine says."
	describeCost     = "The monthly bill of each option for your own load, line by line from list prices, and where they cost the same."
)

// Saving and revising.
const (
	saidNoComparison   = "The form does not say which comparison it belongs to. Open the result again and save it from there."
	saidNothingLost    = "Nothing you answered is lost: it is all on this page and in its address. Tell whoever runs the portal."
	saidNotScoredAgain = "The comparison of this assessment is no longer in the content, so it cannot be scored again. The saved report stays readable."
	saidNotEvaluated   = "The comparison of this assessment is no longer in the content, so it cannot be evaluated again."
	saidChangedSince   = "The assessment has changed since the revision in If-Match. Get it, bring your change in, and send it with the new ETag."
	saidIfMatch        = "Send If-Match with the ETag of the revision you started from, so that nobody's work is overwritten."
	saidNotMerged      = "Somebody saved revision %d meanwhile, and its comparison is no longer in the content, so the two cannot be merged here."
	saidKeyForm        = "must be one key of 22 to 128 letters, digits or ._~:/+=- that nobody can guess, such as a random UUID"
	saidKeyUsed        = "was used less than an hour ago for another request, or the edit key that it led to has been replaced since"
	saidFormsOnly      = "Forms are sent to this address, and there is nothing to read. A saved assessment is at the link to share that the page showed after saving: go back in this browser to see it again."
	saidWrongKey       = "The edit key is missing or does not open the assessment. Send it as Authorization: Bearer KEY, or as Edit-Key: KEY beside an API token."
	saidTooLarge       = "These figures together are too large to compute a bill from. Write fewer requests, or a shorter duration."
)

// Refusals.
const (
	saidCrowded      = "Your network asks for more at once than it can be given. Wait a few seconds and try again; nothing you answered is lost."
	saidBusy         = "Too many ask for something at this moment. Try again in a few seconds; nothing you answered is lost."
	saidFull         = "This portal has no room left, so it saves nothing. What is saved can be read and deleted. Tell whoever runs the portal."
	saidUnavailable  = "Saved assessments cannot be reached or changed just now. Try again in a moment; the operator finds the cause in the log."
	saidOtherSite    = "This request came from another site, so it was refused. Open the page on this site and send it from there."
	saidSandboxed    = saidOtherSite + " If a frame in another page opened this tab, the tab may be in the sandbox of that frame: go back, copy the address of the page into a new tab and send the form there."
	saidNoHost       = "The header Host names no host. Write a name or an address, with or without a port, in at most 255 characters: crossroads.example.org or 127.0.0.1:8080"
	saidNoAssessment = "This portal has no assessment at that link. It may have been deleted, or the link was cut off."
	saidNoFrame      = "url: this portal has no page for frames at that address. Write the address of a comparison or of a saved assessment, for example "
)

// The doctor: what its findings mean.
const (
	meansMixedContent = "Wikis at https addresses cannot show its frames: browsers block them as mixed content. Wikis at http addresses can."
	meansShown        = "Browsers show the frames in its pages. Every page around a frame is checked: when the wiki itself is shown in a frame, that site has to be covered too."
	meansBlocked      = "Browsers block the frame as mixed content before they ask the portal. No setting of the portal changes that."
	meansClipboard    = "Copy buttons in the frame write to the clipboard, if the snippet has allow=\"clipboard-write\"."
	meansNoClipboard  = "Browsers give it no clipboard: copy buttons select the text instead, and readers press Ctrl+C. Answering, saving and opening results work."
	meansSameOrigin   = "With allow-scripts and allow-same-origin a frame of the same origin could reach out of its sandbox. The snippets leave allow-same-origin out; the wizard works without it."
	meansSameSite     = "Browsers do not count the frame as third-party content: what it stores stays, also where third-party cookies are blocked."
	meansOtherSite    = "Browsers may keep storage and cookies from the frame. It needs neither to answer, save and open results; it only forgets half-given answers when the page is loaded again. Host names under one domain avoid that."
	meansOtherHost    = "Snippets name the public address. If a reverse proxy stands in between and changes the Host header, that is in order; else one of the two is wrong."
	meansProxyHost    = "At a plain http address every form is refused as one of another site. Links, snippets and cards name an address that nobody else can open."
	meansOtherPath    = "Links, forms and files of the pages lead past the proxy: pages come without their styles, and links end at pages that are not there."
	meansNoAddress    = "Snippets, cards and link previews name whatever address their reader came by, which others may not reach."
	meansIgnoredProxy = "Its X-Forwarded headers are ignored: all readers share one limit for wrong edit keys and one for saving from frames, and without a public address links begin with http."
	meansList         = "Notion (which asks Iframely) and the paste check of Outline read such a list as “not embeddable”, although browsers would show the frame. Other wikis do not check."
	doAnyHTTPS        = "Only if you use those two. It gives up the protection from sites that lay something over the wizard, where nobody is signed in:"
	meansIsolated     = "Notion and Iframely take that. Outline reads any Cross-Origin-Embedder-Policy as “not embeddable”."
	meansNotIsolated  = "That is right for almost every wiki. One that sends “require-corp” itself shows no frame without it."
)
