// Package casebook is the one room that has both keys and repository: it opens cases, appends
// entries, and carries out the operations of the format.
//
// A Book is a ledger (package ledger) with the person who works with it. The ledger stands on the
// tip of main as it was judged. Each operation is a pure function from the parent's facts to a
// Change (operations.go). The Book makes objects of the change, and package verify judges the
// resulting commit before anything is written. Then main and the keys refs move together
// (commit.go). Where another process was faster, the Book judges the new commits and builds the
// same operation again on the new parent.
//
// Some acts take several commits: filing an intake (fileintake.go), moving an entry (move.go),
// handing many cases over (handovermany.go), and acts that take keys away for good (forgood.go).
// Each looks first at what was done before, so that it goes on where it stopped.
//
// The room prints nothing and asks nobody. Progress goes to a Watcher, and sending comes in as a
// Send. Errors have types: FindingsError, HeldError, LacksError and UnerasableError say why an act
// is refused. UnfinishedError is of an act that goes on when it is begun again, StoppedError of
// work in many cases, and HaltError of an act that takes keys away for good.
//
// # Words
//
//   - dead epoch, dead key: a disposal or an erasure took it off the record.
//   - pending purge: dead keys that must still go from this copy.
//   - key journal: the note of each wrapped key that was made here.
//   - staged: written as objects, and named by no ref yet.
//   - replay: an operation done again on a new parent, as when two lines are joined.
//   - conflict: an operation that the new parent does not allow. A ref keeps its commit.
//   - unreported: a conflict that no sync has named to its author.
//   - outbox: texts of a member that no other copy has, sealed to the member.
//
// In <git dir>/casefile the room keeps sealed drafts and outboxes, and notes: of wrapped keys, of
// texts recorded lately, of what was put aside. The ledger keeps its own notes there.
package casebook
