// Package exchange carries the records of a case to other agencies and takes in
// what comes from them: packs, exports and tables. It works on values. Entries,
// policy, ways to open an attached file, to sign and to check a signature come in
// as arguments; files come out as packages, entries as texts. It never sees a
// repository, a key or a person at a terminal, records nothing, asks nobody, and
// keeps nothing on disk.
//
// # Words
//
//   - pack: all records of a case on their way to another agency, signed as a
//     whole. FORMAT.md, section 21, has its files.
//   - manifest: the file of a pack that lists its entries and attached files, with
//     what the agency's history says of each. Its SHA-256 names the pack.
//   - origin: where an entry was recorded before it came here (record.Origin).
//   - export: a case in readable text, for programs and people; not signed.
//   - arrival: an entry as it comes in, of its own kind or quoted in a note.
//   - mapping: which column of a table is what.
package exchange
