// Package jsonschema judges values by JSON Schemas of draft 2020-12, and gives the place of each
// fault.
//
// It judges every keyword of the draft that says something about values. Formats and contents are
// notes, as the draft has them. A keyword whose own value breaks the draft makes the schema
// unusable. The caller brings the files that references name; nothing is fetched.
//
// The draft's own schemas are not part of the room: the parser checks what they ask of a schema. So
// nothing is compiled before a text is judged, and no command waits for it.
package jsonschema
