// Package deliver sends finished bytes: compressed as the client accepts them,
// with an entity tag, or as 304 when the client has them; and it keeps what is
// asked for often, ready to send.
//
// There are three ways. Send is for a response that is made for one reader. A
// Fixed page is the same for all readers, so it is rendered once. A Cache keeps
// pages and files of saved assessments until one of them changes. Whatever is
// kept belongs to one state of the content: a Fixed page is made for it, and a
// Cache is only used through the Pages of an edition.
//
// The package knows nothing of what it sends.
package deliver
