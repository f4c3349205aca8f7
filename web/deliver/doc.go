// Package deliver sends finished bytes, compressed as the client accepts them and with an
// entity tag, or sends 304 if the client has them already. It also caches responses that
// are requested often.
//
// There are three ways. Send is for a response that is made for one reader. A Fixed page
// is the same for all readers, so it is rendered once. A Cache holds pages and files of
// saved assessments until an assessment changes. Cached responses belong to one state of
// the content: a Fixed page is made for it, and a Cache is only used through the Pages of
// an edition.
//
// The package knows nothing about what it sends.
package deliver
