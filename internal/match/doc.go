// Package match is the one matching of names, addresses and numbers: whether two are the same, and
// where a text names one. Redaction, the search for a second case of a child, and the proposal of a
// member's ID all use it. So they agree on accents, hyphens and apostrophes.
//
// A few comparisons elsewhere are of things that the same person or program wrote twice. They
// compare whole strings without case:
//
//   - the people from whom an address is kept, and those whose own address is protected, as two
//     profiles name them when a later one ends that (cases): it ends for nobody else;
//   - the words of an endorsement with what the command settled (cases);
//   - a title of a table with that of a mapping (exchange), and one member's email with another's
//     (team).
//
// Merging chronologies compares events by the meaning of their words (cases).
//
// The package is for texts and names alone. It never decides whether somebody may be named. Its
// user decides whom to seek, and what becomes of a hit (disclose knows people and their standing).
// It knows no entry, no case and no kind. It has no files, no clock and no surroundings, and keeps
// nothing on disk.
//
// # Words
//
// These words are its own:
//
//	word      a run of letters and digits of a text, folded, with its place there
//	folded    in lower case, without accents and without invisible characters
//	form      words that follow each other, and together name somebody or something
//	finder    it seeks forms in texts; a place that it finds is a hit
//	loose     the second net, which seeks by sound; what it finds is a question
//	glyph     one letter or digit as people read it; a gap is the distance to the one before
//	joined    in one word, without all that two people write differently
//	reading   the order of the words of a text, in one of the two ways to write them
//	sought    the person or thing that a reader looks for: narrower than redaction
//
// Words of a text are what people read, in every script: in a script without blanks, each character
// is a word. The tables of titles, of words that name nobody, and of words that are names too are
// English.
//
// A finder knows a name by its forms: Quill also as Quill's, M. Quill, MQ, Margaret and
// MargaretQuill@post.example. It reads through everything that Markdown does not show: emphasis,
// entities, comments, soft hyphens, a hyphen at a line's end. It knows neither nicknames nor slips.
// A Loose knows slips, by another way and with other code. Nearer is for words that a program
// knows, such as the names of its commands, and for the names of one's own cases: SoughtName.Slips
// tells which of them a reader mistyped.
package match
