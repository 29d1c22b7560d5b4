// Package bench makes a large records repository and times the program on it.
// Only benchmarks and their scripts use it; the program does not.
//
// [Generate] writes an honest history: every commit is signed by the member who
// made it, every entry and case key is really sealed, and the judge finds no
// fault in it. It comes in weeks of an agency's work: each opens fifty cases, which
// get another entry in each week that follows, until ten of them are closed and a
// senior manager has endorsed that. One case grows longer than the others. Two hundred
// weeks make 10,000 cases, and of twenty entries each 200,000 entries.
//
// A text has some 150 words. They are drawn from lists of ours (words.txt) as words are
// in a language: a few are everywhere, most are rare. So there is something to search for.
// Each text lies beside the records in clear, for the tools that search plain files.
//
// The objects go into one pack file that this package writes itself.
// git fast-import before 2.50 has no way to keep a commit's signature, and
// hash-object would start a process for each of 150,000 objects.
package bench
