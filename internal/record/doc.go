// Package record is one entry of a case: its kinds, front matter and sections,
// and the IDs, dates and dockets around it. It uses no files, network,
// environment or clock.
//
// An entry is a text of at most 65,536 bytes: UTF-8 with no byte order mark
// and no control characters but tab and LF; front matter between two lines of
// three hyphens (blanks after them don't count), the first being the first
// line of the text; then Markdown. The front matter is strict YAML: one
// document, a block mapping whose names begin their lines; no tags, anchors,
// aliases, merge keys or duplicate names; no line that begins with "---",
// "..." or "%"; values at most 8 deep and 4,000 in all. A plain scalar is its
// source text. Where the kind's schema types a field as integer, a plain
// scalar of up to 18 decimal digits with no zero before them becomes a number;
// where it types one as boolean, plain true and false do. A field with no
// value counts as not given, and Check refuses it.
//
// The way of a text. Template, WithNotes, WithoutNotes and Unhint serve the editor. Check finds
// the faults, and AsTyped gives them in the lines that the author sees. Splice adds the six
// lines of the stamp, and ExpandLinks writes references in full. Decode reads the text after it
// was sealed and opened again; Print and JSON show it. Check and Template read the kinds' JSON
// Schemas. A new concern goes through Raise, which makes a text that Check accepts out of
// whatever was typed.
//
// A text is taken apart in one place, takeApart: whoever adds or takes away lines
// of front matter has them from there. StrictYAML is the one walk over YAML.
//
// Constants name the kinds that the program itself looks for (Kind…), the levels and verdicts
// of an endorsement (Level…, Verdict…) and the rules of Check (Rule…). All other kinds are data.
//
// An entry occurred when occurred says; else when the field named by the
// schema's x-occurred says; else when it was recorded.
//
// Words: a docket is the administrative facts of one case in clear text; an
// epoch is one case key in the docket's list; a stamp is the six fields that
// the program writes; a ref is an entry anywhere in the repository.
package record
