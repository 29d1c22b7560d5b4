// Package manual is the manual, a page for each reader, as `casefile manual` shows it.
//
// A page is Markdown, embedded from the file of its name. Its first heading is its title. A
// terminal gets the page set for its width (Set); a pipe or a file gets the Markdown itself.
// A test plays every console block of every page, in the order of Pages.
package manual
