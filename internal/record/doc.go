// Package record is one entry of a case: its kinds, front matter and sections, and the IDs, dates
// and dockets around it. It uses no files, network, environment or clock.
//
// An entry is a text of at most 65,536 bytes: UTF-8 without a byte order mark, and without control
// characters except tab and LF. Its first line is three hyphens, and begins the front matter, which
// ends at the next line of three hyphens; blanks after the hyphens don't count. Markdown follows.
// The front matter is strict YAML: one document, a block mapping whose names begin their lines. It
// has no tags, anchors, aliases, merge keys or duplicate names, and no line that begins with "---",
// "..." or "%". Values are at most 8 deep, and at most 4,000 in all. A plain scalar is its source
// text. If the kind's schema types a field as integer, a plain scalar of up to 18 decimal digits
// without leading zeros becomes a number. If it types a field as boolean, plain true and false
// become one. A field without a value counts as not given, and Check refuses it.
//
// The way of a text. Template, WithNotes, WithoutNotes and Unhint serve the editor. Check finds the
// faults, and AsTyped gives them in the lines that the author sees. Splice adds the six lines of
// the stamp, and ExpandLinks writes references in full. Decode reads the text after it was sealed
// and opened again; Print and JSON show it. Check and Template read the kinds' JSON Schemas. A new
// concern goes through Raise, which makes a text that Check accepts out of anything that was typed.
//
// takeApart is the one place that splits a text: code that adds or removes lines of front matter
// gets them from there. StrictYAML is the one walk over YAML.
//
// Constants name the kinds that the program itself looks for (Kind…), the levels and verdicts of an
// endorsement (Level…, Verdict…) and the rules of Check (Rule…). All other kinds are data.
//
// The time of an entry is that of its field occurred. Without one it is the time in the field that
// the schema's x-occurred names, and without that the time of recording.
//
// Words: a docket holds the administrative facts of one case in clear text. An epoch is one case
// key in the docket's list. A stamp is the six fields that the program writes. A ref is an entry
// anywhere in the repository.
package record
