// Package verify judges history: may this commit follow its parent? It needs no decryption key, and
// sees a repository only through the History interface.
//
// The rules are those of schema/FORMAT.md. A commit names one operation. The table in operations.go
// has a row for each operation: the facts of a docket that may change, the allowed steps between
// statuses, the number of entries, and further checks. Everything that a row does not list must
// stay as it was, byte for byte. Package team says who may do an operation.
//
// The same judge passes every commit before it is written, when it is first read, and when it is
// verified. [Judge] holds the state of a line of commits. commitJudge judges one commit, caseJudge
// one case in it.
package verify
