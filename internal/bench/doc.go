// Package bench makes a large records repository and times the program on it.
// Only benchmarks and their scripts use it; the program does not.
//
// [Generate] writes an honest history: every commit is signed by the member who
// made it, every entry and case key is really sealed, and the judge finds no
// fault in it. It comes in weeks of an agency's work: each opens fifty cases,
// closes ten of them, has a senior manager endorse the ten closures, and adds an
// entry to one case that grows long. Two hundred weeks make 10,000 cases and a
// case of 200 entries.
//
// The objects go into one pack file that this package writes itself.
// git fast-import before 2.50 has no way to keep a commit's signature, and
// hash-object would start a process for each of 150,000 objects.
package bench
