// Package report shows what a case adds up to: as text for a terminal, as
// Markdown, as one HTML file that prints well, as JSON and as CSV. It reads no
// file, no clock and no network.
//
// A report is first put together as a document (model.go) of headings, facts,
// tables and charts, whose words are as the record has them; each format then
// shows the document, and is alone in knowing what could do harm in it:
//
//   - text: control characters would steer the terminal,
//   - Markdown: a bar or a bracket would break a table or begin a link,
//   - HTML: markup would become the page's own; the page also forbids scripts
//     and requests,
//   - CSV: a leading = + - @ would be run by a spreadsheet,
//   - JSON: C1 and bidirectional controls are written as escapes.
//
// Reports in files are copies, and copies leave the house: who gave an
// anonymous or confidential account is left out of them. Only the terminal
// shows such a source, with a mark. The name of an anonymous one is covered in
// all other texts of a copy too, as in a pack of records.
//
// An address that is protected from somebody, and how to reach whoever is
// protected, is in no report, whichever text says it and however it is written.
// That holds on a terminal too, for the chronology as for the summary: a screen
// is printed, copied and sent, and nobody then looks for one address in it. The
// front sheet and the entries themselves (show) are the worker's own reading,
// and have it. What is protected the case knows (cases.Shield); all that is said
// is covered on its way to a format, in one place (cover.go). The pages of a pack
// of records are covered too, the entries in it are whole. A copy for the subject
// (Page.Given) was redacted before, for whoever gets it.
package report
