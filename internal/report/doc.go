// Package report shows the state of a case: as text for a terminal, as Markdown, as one HTML file
// that prints well, as JSON and as CSV. It reads no file, no clock and no network.
//
// A report is first a document (model.go) of headings, facts, tables and charts, with words as the
// record has them. Each format then shows the document. Only the format knows what could do harm in
// it:
//
// - text: control characters would steer the terminal,
// - Markdown: a bar or a bracket would break a table or begin a link,
// - HTML: markup would become the page's own; the page also forbids scripts and requests,
// - CSV: a leading = + - @ would be run by a spreadsheet,
// - JSON: C1 and bidirectional controls are written as escapes.
//
// Reports in files are copies, and copies leave the agency. The source of an anonymous or
// confidential account is left out of them. Only the terminal shows such a source, with a mark. The
// name of an anonymous source is covered in all other texts of a copy too, as in a pack of records.
//
// An address that is protected from somebody, and how to reach a protected person, are in no
// report, whichever text says it and however it is written. That holds on a terminal too, for the
// chronology as for the summary: a screen is printed, copied and sent, and nobody then looks for
// one address in it. The front sheet and the entries themselves (show) are the worker's own
// reading, and have it. The case knows what is protected (cases.Shield). All texts are covered on
// their way to a format, in one place (cover.go). The pages of a pack of records are covered too;
// the entries in it are complete. A copy for the subject (Page.Given) was redacted before, for that
// person.
package report
