// Package verify judges history: may this commit follow its parent? It needs
// no decryption key, and sees a repository only through the History interface.
//
// The rules are those of schema/FORMAT.md. A commit names one operation; the
// table in operations.go has a row for each, saying which of a docket's facts may
// change and between which statuses, how many entries come with it, and what
// else must hold. Who may do it is asked of package team. Whatever a row does
// not list must stay as it was, byte for byte.
//
// The same judge passes every commit before it is written, when it is read
// for the first time, and when it is verified. [Judge] holds the state of a
// line of commits; commitJudge judges one commit, caseJudge one case in it.
package verify
