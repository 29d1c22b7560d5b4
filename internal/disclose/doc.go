// Package disclose holds what rooms share that hand records out: packages of
// files for people who have neither the records nor a key, what is taken out of
// texts before they go, and the bytes of proofs.
//
// It takes what was read elsewhere and gives copies, names and bytes. It never
// decides who is left out, never sees a repository or a key, and never changes an
// entry: what it gives are copies. It reads and writes no file, and keeps nothing
// on disk. Where a text has a name, match finds; who the name is of, and what
// becomes of it, is said here.
//
// # What is taken out
//
// Redact makes copies for somebody who asks for their own record. It fails closed:
// while a text could name somebody about whom nobody has decided, there is no copy.
// Withhold makes copies for another agency, without who reported anonymously. Both look at
// values as YAML gives them, and at bodies as people read them; neither looks at raw bytes of
// front matter, nor touches what the schema lists.
//
// Whom a copy may name: the subject, and members whom the case names by their ID. Everybody
// else is asked about: people of a profile, whoever stands in a field, behind a title, in a
// mark or beside an agency, and what looks like a name anywhere. Somebody of an agency or of
// the team is proposed to stay; one of the family never is.
//
// # Words
//
//   - decision: what becomes of one name, one entry or one exemption: keep, remove,
//     withhold. A keep holds for what was recorded before it.
//   - ruling: what was decided about somebody: undecided, kept, removed, or bound,
//     which no decision lets out.
//   - kin: somebody of a profile who is there for no agency.
//   - stranger: a name that no profile, no field and no mark has.
//   - mark: {.third-party} behind words in brackets, by which an author says that
//     they are about somebody else.
//   - question: what nobody has decided, with the passages at which it comes up.
//   - plain: a text as people read it, without entities and what cannot be seen.
//   - log: what was left out, by which exemption; it says where, and never what.
//   - withheld: an entry that goes as a whole, of which a copy has no trace; or who reported
//     anonymously, of whom only this word stays.
//   - package: a folder of files, as names and bytes.
//
// # The proof of one entry
//
// A proof is a folder of seven files. One of them is the text, and the others
// show who recorded exactly this text and when, by ids that hang together:
//
//	entry.md         the text as sealed, padding and nonce included
//	commit           the raw commit that declares its SHA-256, signed
//	parent           the raw commit before it, which commit names
//	tree             the raw root tree of parent, which parent names
//	team.yaml        the roster by which commit was judged, which tree names
//	allowed_signers  what team.yaml gives, for ssh-keygen
//	README.md        what it proves and what not, and how to check it with stock tools
//
// Everything in README.md follows from the other six, so that whoever checks a
// proof can write it anew and compare bytes (JudgeProof). Room verify names the files and
// judges what six of them show; what they say is read by casebook.
package disclose
