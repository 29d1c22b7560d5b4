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
// anonymous or confidential account is left out of them, and so is an address
// that is protected from somebody. Only the terminal shows such a source, with
// a mark.
package report
