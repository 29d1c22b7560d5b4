// Package store is the git room: objects, signed commits and refs of a
// records repository.
//
// Reads go through pipelined `git cat-file --batch-command` processes and are
// hashed again before anybody sees them. Writes are loose objects made durable
// before any ref names them. Refs move in one `git update-ref` transaction,
// because that is the only way that loses nothing beside a stock git working in
// the same repository. go-git serves as the object model (it decodes and
// encodes trees and commits over our own storage); its types stay in here, and
// object ids outside are strings of 40 lower-case hexadecimal digits.
//
// WriteFile is the one way in which any room puts a whole file in the place of
// another, and WriteNew that for a file that must never be overwritten.
//
// Fetch and push are the user's own git, so that ssh configuration, credential
// helpers and proxies work.
//
// Nothing of the inherited environment can redirect a call: see environment.
// Replace refs and grafts are never followed, since parents are read from the
// raw bytes of each commit.
package store
