// Package search is how somebody finds words again in what was recorded: the language of a
// search, and what one text says to it. It is pure: no files, no clock, no index. Whoever asks
// gives the texts, newest first, and an index only leaves out texts that can't say anything.
//
// # Words
//
//	query     what is sought, read from what a person typed
//	term      one thing that is sought: a word, a phrase, a day, a number, an ID, a pattern
//	item      one recorded text, with what it is
//	hit       an item that says what is sought, with the line that shows it
//	mark      a piece of that line that a term found: bytes from and to
//
// # The language
//
//	flat visit        texts with both words, wherever they stand
//	"home visit"      the words as they follow each other
//	flat*             words that begin so
//	flat OR house     either; AND and NOT too, in capitals; NOT binds closest, then AND
//	(flat OR house) NOT visit
//
// Case, accents, apostrophes and hyphens don't matter; match decides what is the same. A letter
// by itself and the word behind it are found as one word too: o dell finds O'Dell. A day
// (4 March 2026), a telephone number, an address with its street or postcode and an ID are
// found however a text has them.
//
// A substring is looked for within lines, as if nobody had typed accents, apostrophes and
// hyphens. A regular expression (RE2) is looked for within the lines as they are, and as they
// are without accents; capitals don't matter unless it says (?-i).
package search
