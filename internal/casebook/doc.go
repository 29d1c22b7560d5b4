// Package casebook is the one room that has both keys and repository: it
// opens cases, appends entries, and carries out the operations of the format.
//
// A Book is a ledger (package ledger), which stands on the tip of main as it was judged,
// with the person who works with it. Every operation is a pure
// function from the parent's facts to a Change (operations.go); the Book turns
// the change into objects, has package verify judge the resulting commit
// before anything is written, and moves main and the keys refs together. When
// another process was faster, it judges what that one wrote and builds the
// same operation again on the new parent.
//
// Acts of several commits are here too: filing an intake (fileintake.go), moving an
// entry (move.go), handing many cases over (handovermany.go), and what takes keys
// away for good (forgood.go). Each looks first at what was done before, so that it goes on
// where it stopped. The room prints nothing and asks nobody: progress goes to a
// Watcher, sending comes in as a Send, and what is to be said comes back in
// errors of a type (FindingsError, UnfinishedError, StoppedError, HaltError,
// HeldError, LacksError, UnerasableError). UnfinishedError is of an act that goes on
// when it is asked for again, StoppedError of one of many cases, and HaltError of all
// that follow it.
//
// What it keeps beside the repository, in <git dir>/casefile, are encrypted drafts and
// notes of what was wrapped, typed and put aside; the ledger keeps its own there.
package casebook
