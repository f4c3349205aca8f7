package main

// helpTexts holds the texts of --help for each command and setting. Tags of struct fields refer
// to them by name: serve_addr. They are not variables of kong, which expands all of them again
// for each flag: that took a twentieth of a start.
var helpTexts = map[string]string{
	"command_serve":   "Serve the portal (what happens without a command).",
	"command_check":   "Check the content and list every problem with file, line and column.",
	"command_prices":  "Bring price sheets up to date.",
	"command_backup":  "Copy the database into a new file, even while the portal runs.",
	"command_restore": "Make a database from a backup. Stop the portal first.",
	"command_verify":  "Check that a database or a backup is whole.",
	"command_move":    "Move a database from SQLite to PostgreSQL or back. Stop the portal first.",
	"command_gate": "Check decision records in CI: reviews that are due, decisions that today's content would change, edits by " +
		"hand.",
	"command_token":    "Make, list and revoke API tokens, even while the portal runs.",
	"command_webhook":  "Try the endpoints of webhooks.",
	"command_sign_out": "End all sessions of somebody, even while the portal runs.",
	"command_health":   "Ask the running portal whether it is ready; for container health checks.",
	"command_version":  "Print the version.",

	"webhook_test":       "Send endpoints a signed message about nothing, and say what they answer.",
	"webhook_test_file":  "The file of serve --webhooks.",
	"webhook_test_names": "Endpoints that get the message; all of them if left out.",

	"serve_addr": "Address to listen on. Write 0.0.0.0:8080 to be reachable from other machines, [::]:8080 for IPv6 too, " +
		"unix:/run/crossroads/http.sock for a socket.",
	"serve_metrics_listen": "Address for /metrics (Prometheus) and /debug/pprof, which are nowhere else. It asks for no credentials, so " +
		"do not let readers reach it.",
	"serve_db": "SQLite file with the saved assessments, created when missing, or a PostgreSQL database: " +
		"postgres://crossroads@db.example.org/crossroads?sslmode=verify-full, with the password in PGPASSWORD.",
	"serve_db_password_file": "File that holds the password of the PostgreSQL database.",
	"serve_content":          "Directory with your own content, laid over what is built in.",
	"serve_watch": "Read the directory of --content again whenever a file in it changes. Broken content is not served: the last " +
		"good one stays.",
	"serve_base_url": "Public address of the portal, as readers open it: https://crossroads.example.org, or " +
		"https://intranet.example.org/crossroads below a path of a host. Links name it, and forms are taken from it. " +
		"Needed behind most reverse proxies.",
	"serve_embed_ancestors": "Sites that may show the wizard in a frame: https://wiki.example.org, https://*.example.org, self, or " +
		"any-https alone.",
	"serve_embed_cross_origin_isolation": "Frames also work inside sites that are cross-origin isolated. Some checkers of links then " +
		"take the portal " +
		"for one that cannot be shown.",
	"serve_trusted_proxies": "Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: 10.0.0.0/8",
	"serve_max_db": "How large the SQLite file may become: 500MB, 10GB, or 0 for as large as the disk. Beyond it nothing more is " +
		"saved; what is saved can be read and deleted.",
	"serve_verify": "Check the SQLite file soon after the start, while it is served. /readyz, the log and the metrics name " +
		"damage.",
	"serve_drop_unopened": "Delete drafts that nobody opens or changes within so many days after they were saved; 0 to keep them. Pages " +
		"say so.",
	"serve_save_burst": "How many saves one network may make at once, from pages, frames and the API together.",
	"serve_save_rate":  "How many saves a second it may make after that; 0 for no limit.",
	"serve_max_connections": "How many connections there may be at once, half of them from one network; 0 for any number. Beyond it the " +
		"one that has been idle longest is closed, of the network that has most.",
	"serve_max_receiving": "How many bytes of requests may be in memory at once, over all connections, half of them from one network; 0 " +
		"for any number. Beyond it requests that take longest to arrive are refused.",
	"serve_log_addresses": "Name the whole address of a client in the log when a key is wrong or something is refused, not only its " +
		"network.",
	"serve_identity_header": "Header in which trusted proxies name the person who has signed in: X-Forwarded-User. It switches the " +
		"portfolio on.",
	"serve_groups_header": "Header in which they list the groups of that person, separated by commas: X-Forwarded-Groups.",
	"serve_webhooks": "File that lists the programs that are told what happens to assessments, by signed webhooks. Off without it. " +
		"See docs/webhooks.md.",
	"serve_log_format": "Form of the log on standard error.",
	"serve_log_level":  "Least important messages to log.",
	"serve_site_name":  "Name of the portal, in headers and titles.",
	"serve_contact":    "Where readers can write to: an https: or mailto: address.",

	"serve_oidc_issuer": "Address of the OpenID Connect issuer at which people sign in: https://login.example.org/realms/main. It " +
		"switches sign-in and the portfolio on. The issuer sends browsers back to BASE-URL/sign-in/callback.",
	"serve_oidc_client_id": "What the issuer calls this portal.",
	"serve_oidc_client_secret": "Password of the portal at the issuer, if it has one. Set it by the environment: others on the " +
		"machine can " +
		"read command lines.",
	"serve_oidc_client_secret_file": "File that holds that password.",
	"serve_oidc_scopes":             "What the issuer is asked for.",
	"serve_oidc_name_claim": "Claim with the name under which people appear here. One that people can choose themselves lets " +
		"them pretend " +
		"to be others.",
	"serve_oidc_acr": "Strength of the sign-in that is asked for, as the issuer calls it (acr), such as one that takes a second " +
		"factor: nobody gets in with another. Several are alternatives.",
	"serve_oidc_amr": "Methods of which one must have been used, as the issuer calls them (amr), such as mfa; for issuers that have " +
		"no acr.",
	"serve_oidc_groups_claim": "Claim with the groups or roles of a person, in the ID token or the user info; realm_access.roles " +
		"names one " +
		"inside another.",
	"serve_readers": "Groups that see the portfolio; * is everybody who has signed in. Nobody else gets in, once one of " +
		"--readers, --authors and --stewards is set.",
	"serve_authors":       "Groups whose members also save into the portfolio; * is everybody who has signed in.",
	"serve_stewards":      "Groups whose members also read the audit log and make API tokens.",
	"serve_session_hours": "After how many hours somebody has to sign in again.",
	"serve_session_idle":  "After how many minutes without a request somebody has to sign in again.",
	"serve_token_scopes":  "What API tokens may be for: read, write, portfolio, audit. Tokens with another scope are refused.",
	"serve_token_days":    "How many days an API token may be valid for. Tokens with longer are refused.",
	"serve_instance":      "Name of this portal among several, in the audit log; that of the machine if empty.",

	"backup_db":   "SQLite file with the saved assessments.",
	"backup_file": "Where the copy goes. It must not be there yet.",

	"verify_file": "A database or a backup that no portal has open.",

	"restore_db":   "SQLite file to make. It must not be there: move the old one away first.",
	"restore_file": "The backup.",

	"check_dir": "Directory laid over the built-in content, as serve --content does. Without it: $CROSSROADS_CONTENT, or the " +
		"built-in content alone.",
	"check_strict":   "Fail on warnings too.",
	"check_webhooks": "Check the file of serve --webhooks first, with the secrets that it names.",
	"check_released": "Write the numbers of a comparison with the fingerprints of their reasons, for its file released.yaml, and " +
		"check nothing.",

	"gate_records": "Decision records that a portal has exported (.md or .json), or directories in which all of these are read.",
	"gate_content": "Directory laid over the built-in content, as serve --content does.",
	"gate_date":    "Day that counts as today.",
	"gate_github":  "Write annotations for GitHub Actions instead of lines.",

	"health_addr": "Address that the portal listens on.",

	"move_from":             "Database to copy: a SQLite file, or postgres://…",
	"move_to":               "Database to make: a file that is not there yet, or an empty PostgreSQL database.",
	"move_db_password_file": "File that holds the password of the PostgreSQL database.",

	"prices_import": "Read price lists that providers publish as files, and show what they change.",

	"import_sheet":   "Price sheet that the files are for: aws-us-east-1.",
	"import_files":   "Offer files of AWS, pages of Azure Retail Prices, pages of Google's SKUs, or Infracost's prices as CSV.",
	"import_content": "Directory laid over the built-in content, as serve --content does.",
	"import_as_of":   "Day on which the files were downloaded. Without it: when they were last written.",
	"import_allow":   "Take the price of this item though it is ten times what it was, or a tenth.",
	"import_write":   "Write the prices into the directory of --content. Without it nothing is written.",

	"token_create": "Make a token and print it; nobody can show it again.",
	"token_list":   "List the tokens, without what they hold.",
	"token_revoke": "Revoke a token for good.",

	"token_db_db":               "Database of the portal, as for serve. It may run meanwhile.",
	"token_db_db_password_file": "File that holds the password of the PostgreSQL database.",

	"token_create_name":         "What the token is for.",
	"token_create_scopes":       "What it may do: read, write, portfolio, audit.",
	"token_create_days":         "How many days it is valid.",
	"token_create_token_scopes": "What tokens of the portal may do, as for serve.",
	"token_create_token_days":   "How many days they may be valid, as for serve.",

	"token_revoke_number": "Number of the token, from the list.",

	"signout_name": "Name of the person, as the portal shows it.",
	"signout_free_name": "Let the next person who signs in with this name have it, with what belongs to it. Otherwise it stays with " +
		"whoever the issuer signed in under it first.",
}
