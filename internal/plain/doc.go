// Package plain is the one door from the sealed files of the records to what they say.
//
// Whoever holds a case key can open a sealed file. What comes out is somebody's bytes: the
// history vouches for the person who signed a commit, and not for the text behind it. So a
// text or an attached file leaves this room only after it was compared with its place, its
// author, the operation and the SHA-256 of its commit, and a file also with its entry.
// So does a text that was opened before and was kept: [Case.Recheck] compares it as if it had been
// opened now. [Text] and [File] are made here and nowhere else: a function that takes one of them
// can't be handed bytes that nobody looked at. What differs is a [Fault], which has a rule and
// words and none of the text.
//
// [Sum] and [Reseal] take a sealed file as it is, and hand out none of it. They are for
// those who compare before keys go, and who seal a case to a new epoch: what was wrong
// before goes on being wrong.
//
// The room has no repository: who calls brings the sealed bytes, the keys, and what history
// says. A person's own things are no files of the records and have their own way: identities,
// drafts, the outbox, parcels, the register of disposals.
package plain
