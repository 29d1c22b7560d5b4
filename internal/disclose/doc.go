// Package disclose holds what rooms share that hand records out: packages of
// files for people who have neither the records nor a key, what is taken out of
// texts before they go, and the bytes of proofs. It takes what was read elsewhere
// and gives names and bytes; it reads and writes nothing itself.
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
// proof can write it anew and compare bytes.
package disclose
