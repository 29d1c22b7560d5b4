// Package plain is the one door from the sealed files of the records to their texts.
//
// Whoever holds a case key can open a sealed file. The plaintext alone proves nothing: history
// vouches for the person who signed a commit, and not for the text behind it. So a text or an
// attached file leaves this room only after a comparison with its place, its author, the operation
// and the SHA-256 of its commit. A file is also compared with its entry. The same is true of a text
// that was opened before and was kept: [Case.Recheck] compares it again.
//
// [Text] and [File] are made here and nowhere else. A function that takes one of them can't get
// bytes that nobody compared. A difference is a [Fault], which has a rule and words and none of the
// text.
//
// [Sum] and [Reseal] take a sealed file as it is, and hand out none of it. They compare files
// before keys are destroyed, and seal a case to a new epoch. A file that was wrong before is then
// still wrong.
//
// The room has no repository: the caller brings the sealed bytes, the keys, and the facts of
// history. A person's own things are no files of the records and have their own way: identities,
// drafts, the outbox, parcels, the register of disposals.
package plain
