// Package keyring keeps a person's own keys: the age identity that opens what they
// may read, and the SSH key that signs what they record. It makes them, finds and
// opens them, changes what protects them, puts new ones in their place, and keeps an
// identity open for a while in a process of its own, the agent.
//
// It asks through an interface, [Asker], and knows neither flags nor a terminal. It
// never writes into a repository, and knows nothing of cases. It never asks where
// nobody may be asked. It never overwrites a key: new ones are made beside the old,
// are opened again, and take the place last; the old ones are kept by another name. It
// signs the person's own card, and hands out the key that signs what the person records
// ([Keyring.Signer]); what is signed with that key is its user's. Its agent gives away the
// keys of single files, to processes of the same person only: never the identity, never a
// signature.
//
// # Words
//
//   - identity: an age key, with what protects its file. Whose recipient is in
//     config.yaml is the person's own; others are named with each command.
//   - protection: what an identity opens with: a passphrase, the person's SSH key, an
//     age plugin, or nothing.
//   - card: ID, name, address, recipient and signing key, signed with that key
//     (package team has its form).
//   - rotation: new keys in the place of the old ones.
//   - staging: files written beside their places, then put there in order, so that
//     what is in place opens at each moment.
//   - agent, keeper: the connection to the process that keeps an identity open, and
//     what runs in that process. ssh-agent is another program.
//   - order: what the agent's process is told when it begins.
//
// # On disk
//
// In $XDG_CONFIG_HOME/casefile (mode 0700; ~/.config/casefile where it is not set):
//
//	config.yaml        0600  ID, name, address, recipient, signing key, plugin
//	identity.age       0600  the identity, protected; or
//	identity.txt       0600  the identity, plain
//	signing            0600  the SSH private key, unless another is named
//	signing.pub        0644  its public half
//	identity-DAY.age   0600  (.txt) the identity until that day; DAY.2 is a second one
//	signing-DAY        0600  the signing key until that day, and signing-DAY.pub
//	draft-ID.age       0600  a text that no repository took, sealed to the person
//	editors-told       0600  a SHA-256 a line of each warning about an editor that was given
//	.casefile-…              a staged file; one that a crash left goes at a sync, a day later
//
// In $XDG_RUNTIME_DIR/casefile (mode 0700), where NAME is made of the recipient:
//
//	draft-ID.age          0600  a text that no disk took, sealed to the person
//	agent-NAME.sock       0600  the agent's socket
//	agent-NAME.sock.lock  0600  held for as long as the agent lives
package keyring
