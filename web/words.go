package web

// Sentences that people read, by area. Titles and labels of a few words stand where they are used.

// Pages: their descriptions, for link previews and search engines.
const (
	describeHome = "Read about the options, compare them with evidence, answer what you know and get an explained " +
		"recommendation to share with your team."
	describeArticles = "Where software runs, how it is divided and where its data lives: what the options are, where they " +
		"differ and what the evidence says."
	describeMethod = "The method behind the recommendation: what counts, how unknowns are treated, where its limits are and " +
		"which sources it rests on."
	describeClaims = "What is often said about serverless and microservices, and what the evidence says, with sources and " +
		"dates."
	summariseMethod = "The method: hard limits, a weighted sum on fixed scales, and 10,000 draws for what is not known " +
		"(SMAA). What counts, where its limits are and which papers it rests on."
	describeCases = "What organisations chose and under which facts, and how often the recommendation agrees with them."
	describePanel = "Every situation that the numbers of the recommendation were fitted to or tested with, its judgements, " +
		"who made them, and what the engine says."
	describeCost = "The monthly bill of each option for your own load, line by line from list prices, and where they cost " +
		"the same."
	describeSituation = "An invented situation, its judgements, and what the engine says."
	describeEffects   = "All numbers that a result rests on, with their reasons: "
	saidWorkings      = "How this was worked out: "
	describeEmbed     = "Write the snippet that shows the wizard, the comparison or a saved result inside your wiki."
	describeUpdates   = "Changes of the content, and the day on which each part of it was last checked."
	describeAPI       = "Evaluate answers and keep assessments from your own tools."
	describeBeside    = "The results of two sets of answers side by side. Neither is saved."
	describeDiff      = "Two saved assessments, or two revisions of one, side by side."
	describeDoctor    = "What a wiki will see of the frames of this portal, and what to change."
	describeImport    = "Import an assessment that a portal has exported as JSON or as a decision record."
	describeGlossary  = "The words around architecture decisions, explained in one or two sentences each."
	describeSearch    = "Search articles, options, questions, cases, claims and terms."
	describeResult    = " The result for the answers in this link."
	describeFeed      = "New and checked articles, and changes of the content."
	describeReminders = "Days of reviews, and reasons to decide again."
	titleUpdates      = "What changed, and when it was last checked"
	titleOtherKey     = "This edit key does not open the assessment"
)

// Pages that are not there, and parts of an address that were ignored.
const (
	noArticle            = "There is no article at this address. All articles are listed under Articles."
	noCase               = "There is no case at this address. All cases are listed under Cases."
	noSituations         = "There are no judged situations here."
	noSituationsOf       = "There are no judged situations of this comparison."
	noSituationList      = "The list of situations has no such page."
	noSituation          = "There is no situation at this address. All situations are listed under Method."
	saidWrongMethod      = "This address cannot be used in that way."
	noTag                = "No article has the tag %s, so all are shown."
	noVerdict            = "%s is not a verdict, so all claims are shown."
	saidNoRevisionNumber = "%s is %s in this link, which is not the number of a revision."
	adviseIgnored        = "It was ignored."
	noSortOrder          = "%s is no order to sort by. It was ignored."
	noOptionHere         = "%s is not an option here. It was ignored."
	saidChooseTwo        = "Choose at least two options to compare. All are shown."
	saidMoreProblems     = "%d more fields could not be used. They were ignored."
)

// Lines of the search results about pages that are not content.
const (
	foundClaims   = "What is often said, and what the evidence says."
	foundGlossary = "The words that the articles use."
	foundUpdates  = "Changes of the content, dates of the last checks, and the Atom feed."
	foundAPI      = "The same answers for programs: OpenAPI, evaluate, save."
)

// Saving and revising.
const (
	saidNoComparison   = "The form does not say which comparison it belongs to. Open the result again and save it from there."
	saidNothingLost    = "Nothing you answered is lost: it is all on this page and in its address. Tell whoever runs the portal."
	saidNotScoredAgain = "The comparison of this assessment is no longer in the content, so it cannot be scored again. The " +
		"saved report stays readable."
	saidNotEvaluated = "The comparison of this assessment is no longer in the content, so it cannot be evaluated again."
	saidChangedSince = "The assessment has changed since the revision in If-Match. Get it, bring your change in, and send it " +
		"with the new ETag."
	saidIfMatch   = "Send If-Match with the ETag of the revision you started from, so that nobody’s work is overwritten."
	saidNotMerged = "Somebody saved revision %d meanwhile, and its comparison is no longer in the content, so the two " +
		"cannot be merged here."
	saidKeyForm = "must be one key of 22 to 128 letters, digits or ._~:/+=- that nobody can guess, such as a random UUID"
	saidKeyUsed = "was used less than an hour ago for another request, or the edit key that it led to has been replaced " +
		"since"
	saidFormsOnly = "This address only receives forms; there is nothing to read. A saved assessment is at the link to " +
		"share that the page showed after saving: go back in this browser to see it again."
	saidWrongKey = "The edit key is missing or does not open the assessment. Send it as Authorization: Bearer KEY, or as " +
		"Edit-Key: KEY beside an API token."
	saidTooLarge = "These figures together are too large to compute a bill from. Write fewer requests, or a shorter " +
		"duration."
	saidRevisedGone = "The saved assessment that you are revising is not here. It may have been deleted."
	saidSaveAsNew   = "You can save your answers as a new one."
	saidRoundOver   = "This team round is over or not here."
	saidAnswerAlone = "You can still answer for yourself."
	saidLocked      = "A rule of your organisation answers this question, so there is nothing to try. The reason: %s"
	saidNoWhatIf    = "“What if” names no answer to a question here: %s. Choose one from its list."
	saidNotShared   = "You have signed in, and this assessment is not shared with you. Whoever gave you the link can add your name."
	saidSignInToSee = "This assessment is not for everybody with the link: sign in to see whether it is shared with you. " +
		"Programs send an API token, or its edit key."
	saidLinkCut             = "This link was cut off. Copy the link to share from the page of the assessment."
	saidNoLink              = "This is not a link to a saved assessment. Copy the link to share from its page."
	saidNewerRevision       = "Somebody saved a newer revision meanwhile."
	saidLookFirst           = "Look at it, then restore again if you still want to."
	saidKeyNotOpening       = "This edit key does not open the assessment."
	saidKeyPlace            = "Use the key at the end of the edit link, after the # sign."
	saidNameShown           = "The others see it beside your answers once the round is revealed."
	saidAnswered            = "%s has answered already."
	saidOver                = "The round is over."
	saidRoundFull           = "The round is full: no more people can answer."
	saidOtherName           = "If that was you, your answers are in. If it was somebody else, write your name in another way."
	saidChangedMeanwhile    = "%s was changed meanwhile, so no date was set."
	saidSetAgain            = "Look at it, then set the date again."
	saidNoAction            = "The form does not say what to do."
	saidNoRoom              = "This portal has no room left, so it saves nothing."
	saidStillTyped          = "What you typed is still here. Tell whoever runs the portal."
	saidStillTypedNow       = "What you typed is still here. Try again in a moment."
	saidNotNow              = "Saving is not possible just now."
	saidNotLostNow          = "Nothing you answered is lost: it is all on this page. Try again in a moment."
	saidDeleted             = "%s and all its revisions are deleted. Links to it no longer work."
	saidFormFrame           = "This page was open for too long, or the form did not come from it. Save again."
	saidWhatToOpen          = "The form does not say what to open. Open the link again."
	saidWhichRevision       = "The form does not say which revision is meant."
	saidFromHistory         = "The form does not say which revision it started from. Open the history again."
	saidHistoryAction       = "The form does not say what to do: name or restore."
	saidRoundAction         = "The form does not say what to do: open or reveal."
	saidFromEdit            = "The form does not say which revision it started from. Open the edit page again."
	saidFromNothing         = "The form started from a revision that is not there. Open the edit page again."
	saidStatusSince         = "Meanwhile somebody has set the status to %s."
	saidReviewSince         = "Meanwhile somebody has set the day of the review to %s."
	saidLastDaySince        = "Meanwhile somebody has set the last day of the links to %s."
	saidNoDay               = "none"
	adviseSaveAgain         = "Save again if yours should replace it."
	saidComparisonLeft      = "The comparison of this assessment is no longer in the content."
	saidRoundComparisonLeft = "The comparison of this round is no longer in the content."
	saidRevisesOther        = "The assessment that you are revising belongs to another comparison. Open its edit page again."
	saidAnswersChanged      = "Some of the answers could not be used, so the result may have changed."
	saidAnswersUnusable     = "Some of the answers cannot be used. Go back and answer again."
	saidWhichList           = "The form does not say which list it belongs to. Open the portfolio again."
	saidWhichAssessments    = "The form does not say which assessments are meant. Open the portfolio again."
	saidRoundNow            = "This is the round as it is now."
)

// Refusals.
const (
	saidCrowded = "Too many requests are coming from your network at once. Wait a few seconds and try again; nothing " +
		"you answered is lost."
	saidBusy = "The portal is busy. Try again in a few seconds; nothing you answered is lost."
	saidFull = "This portal has no room left, so it saves nothing. What is saved can be read and deleted. Tell " +
		"whoever runs the portal."
	saidUnavailable = "Saved assessments cannot be reached or changed just now. Try again in a moment; the operator finds " +
		"the cause in the log."
	saidOtherSite = "This request came from another site, so it was refused. Open the page on this site and send it from " +
		"there."
	saidSandboxed = saidOtherSite + " If a frame in another page opened this tab, the tab may be in the sandbox of that " +
		"frame: go back, copy the address of the page into a new tab and send the form there."
	saidNoHost = "The header Host names no host. Write a name or an address, with or without a port, in at most 255 " +
		"characters: crossroads.example.org or 127.0.0.1:8080"
	saidNoAssessment = "This portal has no assessment at that link. It may have been deleted, or the link was cut off."
	saidNoFrame      = "url: this portal has no page for frames at that address. Write the address of a comparison or of a " +
		"saved assessment, for example "
	saidNoCode          = "This address is too long for a QR code."
	saidSomeChanged     = "Some of these assessments were changed meanwhile, so no date was set; errors names them."
	saidNoState         = "must have id, revision and arranged as the list of the portfolio has them"
	saidManyTokens      = "Too many logout tokens from your network were refused. Try again in a moment."
	saidManyGuesses     = "Too many wrong edit keys came from your network. Wait a little and try again."
	saidManySaved       = "Too much was saved from your network just now. Save again in %s; nothing you answered is lost."
	saidOtherComparison = "The comparison of this assessment is no longer in the content, or is another one."
	saidLarger          = "What you sent is larger than %d KB. Shorten the note and send it again."
	saidLargerFile      = "What you sent is larger than %d KB. Choose the exported file alone, and empty the field for its text."
	saidNothingHere     = "There is nothing at this address. It may have been deleted, or the link was cut off."
	saidNoRevision      = "This assessment has no revision %d. Its newest one is revision %d."
	saidOtherKey        = "This edit key does not open the assessment. Use the edit link you got when it was saved."
	saidEnded           = "The owner let this link work until the end of %s (UTC−12). With the edit key it can be opened again " +
		"on its edit page."
	saidForeignRecord = "This is not a decision record that a portal has exported: “crossroads” is missing in its front " +
		"matter. Take the file that was exported, or the JSON file."
	saidCompressed  = "The body is compressed (Content-Encoding: %s), and nothing here reads that. Send it as it is."
	saidNoFile      = "There is nothing to import yet: choose a file, or paste its text."
	saidFileAndText = "You sent a file and another text. This is the text: import it, or choose the file again to replace it."
	saidNeitherFile = "This is neither a JSON file nor a decision record that a portal has exported: the one begins with “{”, the " +
		"other with the line “---” or with a title. Take the file that was exported."
	saidFileType = "This address takes exported files: send the content type application/json, or text/markdown for a decision record."

	saidEditsAsk = "the record was changed by hand after its export: add ?edits=note to keep the changes in the note, or " +
		"?edits=drop to leave them out"
	saidEditsUnknown = "the record was changed by hand, and this portal does not have the content that it was written with, so it " +
		"cannot list the changes: add ?edits=drop to take title, note, people and answers as they stand in the file"
	saidEditsAnswers   = "the answers are not those that were exported; they are scored as they stand in the file"
	saidNoteFull       = "has no room for the changes that were made by hand: shorten it in the record, or leave the changes out"
	saidStatusNotTaken = "%s was left out: what is imported begins as a draft."
	saidReviewNotTaken = "%s was left out: what is imported begins without dates."
	saidMultipart      = "This address takes forms: send the content type multipart/form-data."
	saidKeyReplaced    = "This was done before, and the edit key has been replaced since. Use the newest edit link."
	saidNoOption       = "There is no option at this address. All options are listed under Compare."
	saidOrigin         = " Its Origin is %s, it arrived for the host %s, %s If readers open the portal at that origin, a " +
		"reverse proxy changes the Host header: its operator sets --base-url=%s."
	saidNoURL           = "url is missing. Write the address of a page of this portal, for example url="
	saidNoSize          = "%s: %s is not a size. Write pixels as a whole number, for example 600, or leave it out."
	saidNoHeight        = "%s is not a height. Write pixels as a number, for example 640."
	saidRequestUnusable = "The request cannot be used as it is; errors says where and why."
	saidUnusable        = "What you sent cannot be used."
	saidGivenUp         = "The request was given up."
	saidTookLong        = "The answer took too long. Try again in a moment."
	saidOurFault        = "Something went wrong on our side. It has been logged."
	saidRoundEnded      = "The links to this round worked until the end of %s (UTC−12)."
	saidNotReady        = "not ready: the database cannot be read or written just now, the log says why"
	saidFormUnread      = "The form could not be read. Go back and send it again."
	saidTakesForms      = "This address takes forms: send the content type %s."
	saidArrivedLate     = "What you sent took too long to arrive. Send it again."
	saidArrivedInPart   = "What you sent did not arrive whole. Send it again."
	saidSeemsForeign    = "It looks as if this request came from another site, so it was refused."
	saidNoPortfolio     = "This portal keeps no portfolio. Its operator can switch it on."
	saidNoFormat        = "format: %s is not known here. Write json or xml."
	saidLinksEnded      = "The owner of this assessment has ended its links."
	saidFiguresUnusable = "The figures in this address cannot be used."
	saidTakesJSON       = "This address takes JSON in UTF-8: send the content type application/json."
)

// The doctor: what its findings mean.
const (
	meansMixedContent = "Wikis at https addresses cannot show its frames: browsers block them as mixed content. Wikis at http " +
		"addresses can."
	meansShown = "Browsers show the frames in its pages. Every page around a frame is checked: when the wiki itself is " +
		"shown in a frame, that site has to be covered too."
	meansBlocked = "Browsers block the frame as mixed content before they ask the portal. No setting of the portal " +
		"changes that."
	meansClipboard   = "Copy buttons in the frame write to the clipboard, if the snippet has allow=\"clipboard-write\"."
	meansNoClipboard = "Browsers give it no clipboard: copy buttons select the text instead, and readers press Ctrl+C. " +
		"Answering, saving and opening results work."
	meansSameOrigin = "With allow-scripts and allow-same-origin a frame of the same origin could reach out of its sandbox. " +
		"The snippets leave allow-same-origin out; the wizard works without it."
	meansSameSite = "Browsers do not count the frame as third-party content: what it stores stays, also where third-party " +
		"cookies are blocked."
	meansOtherSite = "Browsers may deny the frame storage and cookies. It needs neither to answer, save and open " +
		"results; it only forgets half-given answers when the page is loaded again. Host names under one domain avoid that."
	meansOtherHost = "Snippets name the public address. If a reverse proxy stands in between and changes the Host header, " +
		"that is fine; otherwise one of the two is wrong."
	meansProxyHost = "At a plain http address every form is refused as if it came from another site. Links, snippets and cards name " +
		"an address that nobody else can open."
	meansOtherPath = "Links, forms and files of the pages lead past the proxy: pages come without their styles, and links " +
		"end at pages that are not there."
	meansNoAddress = "Snippets, cards and link previews name whatever address their reader came by, which others may not " +
		"reach."
	meansIgnoredProxy = "Its X-Forwarded headers are ignored: all readers share one limit for wrong edit keys and one for " +
		"saving from frames, and without a public address links begin with http."
	meansList = "Notion (which asks Iframely) and the paste check of Outline read such a list as “not embeddable”, " +
		"although browsers would show the frame. Other wikis do not check."
	doAnyHTTPS = "Only if you use those two. It gives up the protection from sites that lay something over the wizard, " +
		"where nobody is signed in:"
	meansIsolated      = "Notion and Iframely accept that. Outline reads any Cross-Origin-Embedder-Policy as “not embeddable”."
	meansNotIsolated   = "That is right for almost every wiki. One that sends “require-corp” itself shows no frame without it."
	meansUnmixed       = "That is not mixed content: browsers do not block it."
	meansLocal         = "Browsers allow that only for addresses of the reader’s own machine."
	meansShownIsolated = "Wikis that send it too can show them."
	meansUncovered     = "Browsers refuse to show the frames there, and say so in their console only."
	meansChecked       = "The checks of Notion, Iframely and Outline take that, if their services can reach %s."
)

// Costs.
const (
	saidBlueprints = "must name 1 to %d blueprints, of which this portal has prices for %d"
	saidNoPrices   = "There are no prices in this region for what is to be shown: choose another region, or other things to " +
		"compare."
)

// The doctor: what it sees.
const (
	sawCovered        = "The list of sites that may show frames has %s, which covers %s."
	sawUncovered      = "The list of sites that may show frames covers no page of %s. On the list: %s."
	sawSchemes        = "The wiki is at %s, the portal at %s."
	sawLocalPortal    = "The wiki is at https and the portal at http on this machine."
	sawOtherPath      = "A reverse proxy serves the portal below %s, and the public address is %s."
	sawAddress        = "The public address is set, %s, and this page was requested there."
	sawOtherHost      = "The public address is %s, and this page was asked for at the host %s."
	sawChangedHost    = "No public address is set, and a reverse proxy changes it: it was asked at %s, the portal at %s."
	sawUntrusted      = "The request came through a reverse proxy that is not on the list of trusted ones."
	sawIsolated       = "The frames send Cross-Origin-Embedder-Policy: %s."
	sawHTTP           = "The portal is at a plain http address."
	sawMixed          = "The wiki is at https and the portal at http."
	sawInsecure       = "%s at a plain http address, so the frame is not a secure context."
	sawSameOrigin     = "The wiki and the portal have the same origin, %s."
	sawSameSite       = "The wiki and the portal share a registrable domain."
	sawOtherSite      = "The wiki and the portal are different sites to browsers."
	sawNoAddressBelow = "No public address is set, and a reverse proxy serves the portal below %s."
	sawNoAddress      = "No public address is set; this page was asked for at %s."
	sawAllIsolated    = "Every site may show frames, and the frames are isolated (%s)."
	sawAll            = "Every site may show frames."
)

// The doctor: what to do.
const (
	doHTTPSLater   = "Before others use it, serve the portal by HTTPS and set --base-url."
	doHTTPS        = "Serve the portal by HTTPS and set its address:"
	doAdd          = "Add it to the list:"
	doOwnHost      = "Better give the portal a host name of its own."
	doCheckAddress = "Check that this address shows the page too, or change --base-url:"
	doSetAddress   = "Set the address under which everybody reaches the portal:"
	doSetExample   = "Set the address under which everybody reaches the portal, for example:"
	doTrust        = "Name the network of the proxy, for example:"
)

// The API: ends of sentences that begin with the name of a member, and what else only programs are told.
const (
	notJSONMark  = "The body begins with a byte order mark; save it as UTF-8 without one."
	notJSONEmpty = "The body is empty; send one JSON object."
	notJSONHalf  = "A text in the body holds half a character, an escape such as \\ud83d without its other half, at byte %d. " +
		"Cut texts between characters."
	notJSONDeep         = "it exceeds the depth that can be read"
	notJSONEnds         = "it ends too early"
	notJSONControl      = "a tab or a line break cannot stand inside of a text; write \\t or \\n"
	notJSONCurly        = "its quotation marks have to be straight ones, as in code"
	notJSONAt           = "The body is not JSON: %s, at byte %d."
	noComparison        = "is missing; /api/v1/comparisons lists them"
	notComparison       = "%s is not a comparison here; /api/v1/comparisons lists them"
	mustUncertainty     = "an object with price and load, whole percentages from 0 to 90"
	mustCurrency        = "the code of a currency, such as EUR"
	mustFlags           = "an object with free_tier, first_year, except and rounding"
	mustAxis            = "an object with field, from and to; from and to are numbers that are not negative"
	notCostMember       = "is not a member of a request for costs"
	notRounding         = "is %s, but must be lines, total or lines-up"
	notTogether         = "does not go with %s: send a load with blueprints, or a sheet with components"
	notNeither          = "is missing: send a load with blueprints, or a sheet with components"
	notSheet            = "%s is not a price sheet here; /api/v1/prices lists them"
	mustComponents      = "has %d entries, but must have 1 to %d"
	mustFreeTier        = "may only hold free_tier beside a load; the other flags are for components"
	mustPoints          = "is %d, but must lie between 2 and %d"
	mustEscape          = "cannot be read: write % in a value as %25"
	mustKnown           = "%s is not a parameter here: use %s"
	mustOnce            = "%s is given more than once: write it once"
	mustLimit           = "must be a number from 1 to 200"
	notPath             = "is not the path of anything that versions can say differently"
	saidBothChanged     = "Both versions changed it; say in take whether mine or theirs counts."
	saidBothChangedSome = "Both versions changed the same things; errors names them, and conflict holds both versions."
	mustBase            = "the number of the revision that your version began with"
	mustMine            = "must be an object: your version, as for PUT"
	saidNamedTwice      = "names an assessment that the list has already"
	notInState          = "%s is not in that state any more, or not listed."
	mustVersions        = "a list of objects with id, revision and arranged"
	mustNumberFor       = "is missing: “for” needs it too, as in ?number=12&for=adr-tools"
	mustOneNumber       = "is there twice, with different numbers"
	mustNumber          = "must be a whole number from 1 to 9999"
	mustLeader          = "must be a comparison and an option with / between them"
	saidRoundOpen       = "A round is open already; reveal it first."
	mustPerson          = "must be your name, in up to 80 characters"
)
