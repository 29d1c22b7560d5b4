// Package index is the sealed database of the fold's results, for lists and for search. It is
// derived: a lost index only costs time. This comment is its specification.
//
// # Place
//
// A member's index is in the git directory of one copy, in casefile/lists/MEMBER:
//
//	key.age    32 random bytes and a mark, sealed to the member's own identity (seal.SealOwn)
//	db-NAME    the SQLite database of that key; NAME is derived from the key
//	owed       the mark of an index that must be renewed (see MarkForRenewal)
//
// The mark in key.age is HMAC-SHA-256 of the key under a secret of the account. Anybody can seal a
// key to a recipient, and would then know what is written under it. A key without the mark is
// therefore refused.
//
// Folders have mode 0700 and files 0600. None of them may be a link: nothing is written or removed
// behind one. The key decides which database counts. A database of another name belongs to a former
// key and can never be read again; the next process that opens the index removes it. A new key is
// therefore a new file, and two processes never confuse them.
//
// # Sealing
//
// SQLite's file, its journal and its temporary files go through the file system adiantum of
// github.com/ncruces/go-sqlite3. Each block of 4,096 bytes is a permutation under the key and the
// place. A person who sees two states of the file learns its size and which blocks changed. Nothing
// is authenticated against a person who can write, so nothing irreversible depends on the index.
//
// The database has a write-ahead log, with an index of that log (db-NAME-wal and -shm). The last
// process that closes it removes both. The index of the log names pages and has nothing of their
// content.
//
// Removed rows are overwritten (secure_delete, of SQLite and of FTS5), and the log is cut. A
// destruction also marks the index, and Renew obeys the mark: the pages move to a new file under a
// new key, and the old key is removed first.
//
// # Damage
//
// Each page of the database has a checksum inside the cipher, so that a changed block is not read.
// Each row of a case and of an entry also has a digest (HMAC-SHA256, 16 bytes) under a key inside
// the database: a row that this program did not write is not believed. A row is compared before it
// is returned, except a row whose text alone shows that it is not wanted. A person who can replace
// a new block by an old one can so hide an entry from a search, as they can with the blocks of its
// words. They cannot put an entry into a search.
//
// One case is not noticed: a process was killed while it moved pages from the log into the
// database, and the log is damaged too. SQLite then takes the log for a shorter one. The database
// is between two states, and a search may miss what only one of them has.
//
// # What is opened
//
// Beside the searchable text of an entry, the index keeps other data for readers of its case. The
// caller that fills the index makes these bytes, and judges them again when they are read (Opened).
// They are removed with the entry.
//
// # Refusal
//
// Every error of an index is a *Fault. The caller works without the index, and says so in one line.
// Open makes the index again where nobody of this identity can use the present one: it is lost,
// damaged, of an older form, or of another key.
package index
