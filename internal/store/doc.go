// Package store is the git room: objects, signed commits and refs of a records repository.
//
// Reads go through pipelined `git cat-file --batch-command` processes. Each object is hashed again
// before anybody sees it. Writes are loose objects, which are on the disk before any ref names
// them. Refs move in one `git update-ref` transaction: only so is nothing lost beside a stock git
// in the same repository. go-git is the object model: it decodes and encodes trees and commits over
// our own storage. Its types stay in this package. Outside, object ids are strings of 40 lower-case
// hexadecimal digits.
//
// Every room replaces a whole file through WriteFile, and creates a file that must never be
// overwritten through WriteNew.
//
// Fetch and push run the user's own git, so that ssh configuration, credential helpers and proxies
// work.
//
// Nothing in the inherited environment can redirect a call: see environment. Replace refs and
// grafts are never followed, since parents are read from the raw bytes of each commit.
package store
