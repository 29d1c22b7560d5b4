// Package ledger is the judged history of a records repository: who may be believed about it, and
// what it says. It holds no key and opens no text.
//
// Words of this room:
//
//   - A ledger stands on a judged commit; all commits before it are judged too. Its tip, its judge
//     and its index always move together (ground.go).
//   - A copy is pinned to the introduction, the first commit of the records, which a person was
//     told out of band (trust.go). Everything rests on it.
//   - The index keeps what judged commits say of entries, endorsements and keys, so that a case can
//     be read without all commits (index.go). A lost index is made again. Where it can't be written
//     it stays in memory.
//   - A mark is an HMAC that an account puts under everything that it keeps here, by a secret
//     outside the repository (mark.go). A file without the mark may have come with the folder, and
//     is not believed.
//   - Each file of the index counts while its length and SHA-256 are those in the marked file tip
//     (indexfiles.go). Each line of a note bears a mark.
//   - A chunk is a stretch of history whose objects are prefetched before the judge asks for them
//     (prefetch.go, prefetchedhistory.go). It answers as single reads would.
//   - JudgePush judges a push for the hook. Examine judges a whole repository, reports every fault
//     and repairs none.
//   - JudgeMain judges what is new on main. judgeTip judges up to a tip and moves the ledger there.
//     judgeAfter judges the commits after a judged one, judgeLine a line (all faults as one error),
//     judgeCommits each commit, JudgeInChunks with a given chunk size.
//
// - A staged ledger stands on commits that no ref names yet (staging.go).
//   - A replay's note says which tip replaced which (replaynote.go), so that nobody takes a
//     replayed line for a rewound one.
//
// - Shards and their keys refs follow from the dockets alone (shards.go, heal.go).
//
// Of package seal it uses only what the header of a sealed file says.
package ledger
