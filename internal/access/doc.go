// Package access answers people who ask to see the record kept about them. It says where a request
// stands, what must be decided before a copy can go, which entries and files the copy holds, and
// what the entry about its disclosure says. The clock itself is the fold's (cases.Access).
//
// It works on values. Entries, policy, the team's names and a way to open an attached file come in
// as arguments. A copy comes out as a package of files, and an entry as text. It never sees a
// repository, a key or a person at a terminal. It records nothing, asks nobody, decides nothing
// itself, and keeps nothing on disk.
//
// A copy fails closed. There is none while somebody is named about whom nobody has decided. Before
// it is given, all its bytes are searched again for everybody who must not be named. People must
// still read it: the search knows names, and no descriptions.
//
// # Words
//
//   - request: an entry by which somebody asks for the record, with its clock.
//   - decision: an entry that says what a copy leaves out, and by which exemption.
//   - signed: a manager stands behind a decision. Until then it waits.
//   - copy maker: the parts of a copy, and the instant as at which it is made.
//   - copy: the package of files that goes to the person. Its sum names it.
//   - disclosure: the entry that says that a copy went, or that none did.
//   - refusal: why a copy can't be made or handed out yet.
//   - known: the fields of an entry about a request that the program fills in; its author may say
//     otherwise.
//   - agency: the agency that gives the copy, as rules and people.
//   - leak: a file of a copy that would still name somebody who was to be left out.
//   - uncovered: an exemption by which a copy leaves something out, and which no signed decision
//     names.
package access
