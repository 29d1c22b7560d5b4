// Package ledger is the judged history of a records repository: who may be believed
// about it, and what it says. It holds no key and opens no text.
//
// Words of this room:
//
//   - A ledger stands on a commit that was judged, with all before it. Its tip, its judge
//     and its index move together, whatever moved it (ground.go).
//   - What is pinned is the introduction, the first commit of the records, which somebody
//     was told out of band (trust.go). Everything rests on it.
//   - The index is what judged commits taught of entries, endorsements and keys, so that a
//     case can be read without walking all of them (index.go). It can be lost, and is made
//     again; where it can't be written it stays in memory.
//   - A mark is what an account puts under all that it keeps here, by a secret outside the
//     repository (mark.go). What does not bear it came with the folder, and is not believed.
//   - The files of the index are kept: each counts as far, and as long, as its length and
//     SHA-256 are those that the marked file tip names (indexfiles.go). Notes bear a mark a line.
//   - A chunk is a stretch of history whose objects are prefetched, before the judge asks
//     for them (prefetch.go, prefetchedhistory.go). It answers as single reads would.
//   - JudgePush judges a push for the hook. Examine judges a whole repository, names every
//     fault and mends none.
//   - JudgeMain judges what is new on main. judgeTip judges up to a tip and moves the ledger
//     there, judgeAfter the commits after one that was judged, judgeLine a line (all faults as
//     one error), judgeCommits each commit, JudgeInChunks with a given size of chunk.
//   - A staged ledger stands on commits that no ref names yet (staging.go).
//   - A replay's note says which tip took the place of which (replaynote.go), so that nobody
//     takes a replayed line for a rewound one.
//   - Shards and their keys refs follow from the dockets alone (shards.go, heal.go).
//
// Of package seal it asks what the header of a sealed file says, and nothing else.
package ledger
