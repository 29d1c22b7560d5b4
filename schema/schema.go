// Package schema holds the JSON Schemas of the kinds of entry: one file a
// kind, and entry.json with the fields and types that all kinds share. They
// are draft 2020-12, and an editor can use them as they lie here.
//
// Keywords that JSON Schema leaves to us:
//
//	x-order        the fields in the order of the template
//	x-op           the operation, or operations, under which the kind counts (default add)
//	x-significant  whether an entry is significant where it does not say
//	x-occurred     the field that says when it happened, where occurred is not given
//	x-sections     the sections of the body: title, about, required, program (it writes them)
//	x-informal     required fields that an agency with the informal policy may leave out
//	x-future       a day that may lie ahead
//	x-ahead        a day that is a plan: recorded when it has passed already, it is likely a slip
//	x-or-section   a field that must be there unless the section, or one of these, has text
//	x-or-field     another field that does in its place
//	x-type         what a text means: date, point, occurred, instant, id, list,
//	               level (one of the policy's words for the size of a risk, or unknown)
package schema

import "embed"

// Files are the schemas by file name: contact.json, entry.json and so on.
//
//go:embed *.json
var Files embed.FS
