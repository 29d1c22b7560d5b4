// Package exchange carries the records of a case to other agencies, and takes in what comes from
// them: packs, exports and tables, with their origin. It works on values. Entries, kinds, policy
// and folders come in as arguments, and so do functions that open an attached file, sign, check a
// signature or prepare an entry. Files come out as packages, entries as texts. It never sees a
// repository, a person's key or a terminal, records nothing, asks nobody, and keeps nothing on
// disk.
//
// # Words
//
//   - pack: all records of a case on their way to another agency, signed as a whole:
//     every entry in every version, the attached files, and pages for people.
//   - manifest: the file of a pack that lists entries and attached files, with what
//     the agency's history says of each. Its SHA-256 names the pack, also on the
//     receipt slip.
//   - trusted key: the key of an agency, told by another way than the pack, for example by
//     telephone. What a pack says of its own key proves nothing. VerifySigner compares the two.
//   - export: a case in readable text, as a folder or one document; not signed.
//   - origin: where an entry was recorded before it came here (record.Origin). The text that it
//     had there can be restored byte for byte.
//   - incoming: one entry as it comes in, under the ID that it had. It keeps its kind, or a
//     note quotes it word for word. Three sorts of entries are quoted: acts of the sender,
//     such as a closure or a hold; entries that link to ours; entries that our rules refuse.
//   - arrival: how a pack or an export came into its destination, one case of ours:
//     which profile opens the case, and which entries were quoted.
//   - mapping: which column of a table is what.
//   - row: one line of a table, and the entry that it becomes.
//   - fault: an error in one row, or in the whole table. A row with a fault does not come in.
//   - letter: the entry to which the signed part of a pack is attached, unchanged.
//
// # The pack of a case's records
//
// A pack is a whole case for another agency. FORMAT.md, section 21, has its files. Transfer makes
// one. It first takes anonymous reporters out of the texts (disclose.Withhold), and returns no pack
// that its own reader would refuse.
//
// ReadPackFolder and ReadPackFile read a foreign pack. OpenPack compares it with its manifest,
// VerifySigner with the key that was told, and Arrive makes entries of it.
//
// # Exports and tables
//
// ExportOf gathers a case. Folder, Document and Table write the export, ReadExport reads the first
// two, and Arrive makes entries of them. ReadImport reads a chronology that was kept in a
// spreadsheet: rows, and the faults of rows that can't be taken in.
package exchange
