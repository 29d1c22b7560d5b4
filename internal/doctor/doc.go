// Package doctor says whether a machine, a person's keys and a copy of the records are fit
// for work, and how to mend what is not.
//
// Each check is a pure function of facts that others have gathered. It gives one line or
// more: what was looked at, how it stands, and the command or the step that mends it. What
// could not be looked at is told as such, and never as well: whoever asks a doctor must not
// take silence for health.
//
// The room knows no repository and no key. Facts are plain data, so that each check has a
// table of every way in which it can turn out.
package doctor
