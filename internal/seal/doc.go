// Package seal is the envelope around every entry of a case: it makes keys, seals, opens, wraps and
// pads. It knows nothing of cases, git or people. This comment is its specification.
//
// # Keys
//
// An [Identity] is an age hybrid key (mlkem768x25519, post-quantum, because ciphertext lives for
// decades). A member has one; each epoch of a case has one. Its public half is a recipient, 1,959
// characters beginning "age1pq1". Its secret is one line beginning "AGE-SECRET-KEY-PQ-1". Both are
// accepted in the one canonical spelling only. Formatting an Identity never shows the secret.
//
// # Envelope
//
// [Seal] makes a binary age v1 file with exactly one mlkem768x25519 stanza. Its header always has
// 1,627 bytes. [Inspect] reads the header without a key. [Open] releases the whole plaintext or
// nothing. Age can't tell a wrong key from a damaged stanza: damage in the stanza is [ErrNoMatch],
// and damage elsewhere is [ErrDamaged]. A sealed entry has at most 128 KiB: Seal refuses to make
// what Open would refuse to read.
//
// [SealToSeveral] makes a file with a stanza for each of several members, 40 at most, for texts
// that belong to no case's key. Its header has 70 + 1,557 n bytes.
//
// # Wrapped case keys
//
// [Wrap] seals a case key to one member. The plaintext is exactly the secret line and LF, so that
// "age -d" prints an age identity file. At most 8 KiB.
//
// # Padding
//
// P is the text without its trailing blank lines (empty, or only spaces and tabs), ending in one
// LF. A text of blank lines alone becomes one LF. P has at most 65,536 bytes. N = Padmé(max(1024,
// |P|)). If d = N − |P| is positive, d − 1 spaces and LF follow. [Commitment] is SHA-256 over these
// N bytes.
//
// Padmé: for n ≥ 1 with E = ⌊log2 n⌋ and S = ⌊log2 E⌋ + 1 (0 for E = 0), n is rounded up so that
// its lowest E − S bits are zero. (Nikitin et al., "Reducing Metadata Leakage from Encrypted
// Files", PETS 2019: at most 12 % is added.)
//
// # Attachments
//
// The plaintext is the file's bytes, 32 random bytes, and zeros up to Padmé(max(1024, size + 32)).
// The random bytes make the public SHA-256 a hiding commitment. The plaintext is streamed both
// ways. What [OpenAttachment] writes counts only when it returns nil.
//
// # Identity files
//
// Plain: comment lines, blank lines and exactly one secret line, as age-keygen writes. Protected:
// an age file, binary or armored, whose plaintext is such a file. It is protected by a passphrase
// (scrypt, work factor at most 2^20), to an SSH key (ssh-ed25519, ssh-rsa), or to the recipient of
// an age plugin, which keeps its own key, on a hardware token for example. Stock age reads all of
// them.
//
// The key of an agent identity ([AgentIdentity]) is in another process, which is asked for the keys
// of single files by their headers.
package seal
