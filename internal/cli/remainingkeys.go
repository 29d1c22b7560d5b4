package cli

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// remainingKeys are the places where dead keys remain. All commands describe them in the same
// words, with exit code 20.
type remainingKeys struct {
	of    record.ID // the case, or one of them
	here  []casebook.Place
	there []casebook.Place // at the remote, as far as this machine can see
}

// remainingKeysOf returns the places that a purge found.
func remainingKeysOf(e *casebook.Erasure) remainingKeys {
	if e == nil || len(e.Cases) == 0 {
		return remainingKeys{}
	}
	return remainingKeys{e.Cases[0], e.Left, e.There}
}

// finding returns the finding that dead keys remain, or nil. Their purge stays pending: each
// command tries again, and each sync repeats the finding until a look finds none.
func (r remainingKeys) finding() error {
	words := r.words()
	if words == "" {
		return nil
	}
	return withHint(fmt.Errorf("%w%s", errSilent{errFindings}, words), "%s", r.help())
}

// words names the places, or returns "".
func (r remainingKeys) words() string {
	var out []string
	if len(r.here) > 0 {
		out = append(out, "copies of keys remain here: "+placeNames(r.here))
	}
	if len(r.there) > 0 {
		out = append(out, "copies of keys remain at the remote: "+placeNames(r.there))
	}
	return strings.Join(out, "; ")
}

// help returns the hint. A person may remove only what somebody saved. Objects and refs of casefile
// hold what other cases need, and the program itself purges them.
func (r remainingKeys) help() string { return r.helpThen("casefile doctor") }

// helpThen returns the hint, with the command that goes on afterwards.
func (r remainingKeys) helpThen(command string) string {
	saved := slices.DeleteFunc(slices.Clone(r.here), func(p casebook.Place) bool {
		return !p.Saved
	})
	switch {
	case len(saved) > 0:
		return "remove what somebody saved, and nothing else: " + placeNames(saved) + "; " +
			command + " then goes on with it"
	case len(r.here) > 0:
		return command + " goes on with it, and says what is in its way; nothing of it is to be " +
			"removed by hand, except a whole repository that somebody saved there"
	}
	return "the keeper of the server runs there: casefile doctor, with --trust INTRO@TIP if it " +
		"has no hook; what that leaves, casefile retention proof " + r.of.String() + " names"
}

// maxPlaces bounds the places named in one line. The JSON answer has all.
const maxPlaces = 6

// placeNames lists places, each once. Refs come first, since they hold the others.
func placeNames(list []casebook.Place) string {
	var refs, files []string
	for _, p := range list {
		to := &files
		if strings.HasPrefix(p.Where, "refs/") {
			to = &refs
		}
		if !slices.Contains(*to, p.Where) {
			*to = append(*to, p.Where)
		}
	}
	all := append(refs, files...)
	if more := len(all) - maxPlaces; more > 0 {
		all = append(all[:maxPlaces], record.Counted(more, "more place"))
	}
	return strings.Join(all, ", ")
}

// sayPendingPurges names cases whose dead keys the last look found. That look was so recent that
// none is made now.
func sayPendingPurges(app *App, list []record.ID) {
	if len(list) == 0 {
		return
	}
	of := record.Counted(len(list), "case")
	if len(list) < 4 {
		of = record.Enumerated(caseNames(list))
	}
	app.say("note: keys of %s must go, and copies of them remained at the last look: "+
		"casefile doctor looks again, and names them", of)
}
