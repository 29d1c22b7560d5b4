// Package disclose holds the parts shared by rooms that give records to others: packages of files
// for people who have neither the records nor a key, what is taken out of texts before they go, and
// the bytes of proofs.
//
// It takes entries that were read elsewhere and gives copies, names and bytes. It never decides who
// is left out, never sees a repository or a key, and never changes an entry. It reads and writes no
// file, and keeps nothing on disk. Room match finds names in texts. This room says whose a name is,
// and what becomes of it.
//
// # What is taken out
//
// Redact makes copies for a person who asks for their own record. It fails closed: while a text
// could name somebody about whom nobody has decided, there is no copy. Withhold makes copies for
// another agency, without the names of anonymous reporters. Both read values as YAML gives them,
// and bodies as people read them. Neither reads the raw bytes of front matter, and neither changes
// values that the schema lists.
//
// A copy may name the subject, and members whom the case names by their ID. Everybody else is asked
// about: people in a profile, and names in a field, after a title, in a mark or beside an agency,
// and everything that looks like a name. For people of an agency or the team, the proposal is to
// keep them. For the family there is never such a proposal.
//
// # Words
//
//   - decision: what becomes of one name, one entry or one exemption: keep, remove, withhold. A
//     keep holds for entries recorded before it.
//   - ruling: what was decided about a person: undecided, kept, removed, or bound, which no
//     decision can change.
//
// - kin: a person in a profile who has no agency.
// - stranger: a name that is in no profile, field or mark.
//   - mark: {.third-party} after words in brackets, by which an author says that the words are
//     about somebody else.
//
// - question: something that nobody has decided, with the passages where it comes up.
// - plain: a text as people read it, without entities and invisible characters.
// - log: what was left out, by which exemption; it says where, and never what.
//   - withheld: of an entry, that the copy has no trace of it; of an anonymous reporter, the word
//     that replaces the name.
//
// - package: a folder of files, as names and bytes.
//
// # The proof of one entry
//
// A proof is a folder of seven files. One is the text. The others show who recorded exactly this
// text and when, by ids that connect them:
//
//	entry.md         the text as sealed, padding and nonce included
//	commit           the raw commit that declares its SHA-256, signed
//	parent           the raw commit before it, which commit names
//	tree             the raw root tree of parent, which parent names
//	team.yaml        the roster by which commit was judged, which tree names
//	allowed_signers  what team.yaml gives, for ssh-keygen
//	README.md        what it proves and what not, and how to check it with stock tools
//
// Everything in README.md follows from the other six files, so that anybody who checks a proof can
// write it again and compare bytes (JudgeProof). Room verify names the files and judges six of
// them; casebook reads their content.
package disclose
