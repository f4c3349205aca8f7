// Package static embeds the files that browsers load and names them by content.
package static
