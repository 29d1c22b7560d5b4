// Package keyring keeps a person's own keys: the age identity that opens what they may read, and
// the SSH key that signs what they record. It makes, finds and opens them, changes their protection
// and replaces them. It also keeps an identity open for a while in a separate process, the agent.
//
// It asks through an interface, [Asker], and knows neither flags nor a terminal. It never writes
// into a repository, and knows nothing of cases. It never asks where nobody may be asked. It never
// overwrites a key: new keys are made beside the old ones and opened again, and take their place
// last. The old ones are kept under another name. It signs the person's own card, and hands out the
// key that signs what the person records ([Keyring.Signer]). The user of that key decides what it
// signs. The agent gives the keys of single files to processes of the same person only, and never
// the identity or a signature.
//
// # Words
//
//   - identity: an age key, with the protection of its file. The identity whose recipient is in
//     config.yaml is the person's own. Others are named with each command.
//   - protection: what an identity opens with: a passphrase, the person's SSH key, an age plugin,
//     or nothing.
//   - card: ID, name, address, recipient and signing key, signed with that key (package team has
//     its form).
//   - rotation: new keys in place of the old ones.
//   - staging: files are written beside their places, then moved there in order, so that the files
//     in place open at each moment.
//   - agent, keeper: the connection to the process that keeps an identity open, and the code that
//     runs in that process. ssh-agent is another program.
//   - order: the message to the agent's process when it begins.
//
// # On disk
//
// In $XDG_CONFIG_HOME/casefile (mode 0700; ~/.config/casefile if it is not set):
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
