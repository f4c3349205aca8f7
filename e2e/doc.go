// Package e2e drives a real browser through the real program. It is a module
// of its own, so that the browser driver is no dependency of the server.
//
// Elements are found by role and accessible name, as assistive technology finds
// them, so a test fails when a control loses its label.
package e2e
