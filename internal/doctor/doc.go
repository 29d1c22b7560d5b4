// Package doctor says whether a machine, a person's keys and a copy of the records are fit for
// work, and how to mend faults.
//
// Each check is a pure function of facts that others have gathered. It returns one line or more:
// the subject, its state, and the command or the step that mends it. A subject that could not be
// examined is reported as such, and never as sound: silence must not be taken for health.
//
// The room knows no repository and no key. Facts are plain data, so each check has a table of all
// its results.
package doctor
