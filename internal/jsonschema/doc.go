// Package jsonschema judges values by JSON Schemas of draft 2020-12, and says of each fault
// where it is.
//
// Each keyword of the draft that says something of values is judged. Formats and contents are
// notes, as the draft has them. A keyword whose own value is not as the draft asks makes the
// schema unusable. What a reference names is brought by whoever compiles; nothing is fetched.
//
// The draft's own schemas are not part of the room: what they ask of a schema is asked while
// it is read. So nothing is compiled before a text is judged, and no command waits for it.
package jsonschema
