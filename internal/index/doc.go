// Package index is the sealed database of what the fold says, for lists and for search. It is
// derived: whoever loses it loses time. This comment is its specification.
//
// # Place
//
// A member's index lies in the git directory of one copy, in casefile/lists/MEMBER:
//
//	key.age    32 random bytes and a mark, sealed to the member's own identity (seal.SealOwn)
//	db-NAME    the SQLite database of that key; NAME is drawn from the key
//	owed       the mark of an index that must be renewed (see MarkForRenewal)
//
// The mark is HMAC-SHA-256 of the key under a secret of the account. Anybody can seal a key to a
// recipient, and would know what is then written under it: a key without the mark is nobody's.
//
// Folders have mode 0700 and files 0600. None of them may be a link: nothing is written, and
// nothing removed, behind one. The key decides which database counts: one of another
// name is of a former key, is unreadable for ever, and is struck by the next that opens the
// index. A new key is therefore a new file, and two processes never take one for the other.
//
// # Sealing
//
// SQLite's file, its journal and its temporary files go through the file system adiantum of
// github.com/ncruces/go-sqlite3: each block of 4,096 bytes is a permutation under the key and
// the place. Whoever sees two states of the file learns its size and which blocks changed.
// Nothing is authenticated against somebody who writes: nothing irreversible goes by the index.
//
// The database has a write-ahead log, with an index of that log (db-NAME-wal and -shm); the
// last who closes it removes both. The index of the log names pages and has nothing of them.
//
// What is taken away is overwritten (secure_delete, of SQLite and of FTS5), and the log is cut.
// A destruction marks the index besides, and Renew obeys the mark: the pages move to a new file
// under a new key, and the old key goes first.
//
// # Damage
//
// Each page of the database has a checksum inside the cipher, so that a block that was touched
// is not read. Each row of a case and of an entry has besides a digest (HMAC-SHA256, 16 bytes)
// under a key that lies in the database: no row that this program did not write is believed.
// A row is compared before it is given. One of which the text alone says that it is not wanted is
// not: whoever can put an old block in the place of a newer one hides an entry from a search so,
// as they do with the blocks of its words, and puts none into it.
//
// One thing is not seen: where somebody was killed while pages of the log went into the database,
// and the log is damaged besides, SQLite takes the log for a shorter one. The database is then
// between two states, and a search may miss what only one of them has.
//
// # What is opened
//
// Beside the text of an entry, as a search looks at it, lies what else a reader of its case wants:
// bytes that whoever fills the index makes, and judges again where they are read (Opened). They go
// with the entry.
//
// # Refusal
//
// Whatever is wrong with an index is a *Fault. The caller works without it, and says so in one
// line. Open makes an index anew where what is there can't be used by anybody of this identity:
// lost, damaged, of an older form, or of another key.
package index
