package casebook

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/record"
	"casefile/internal/team"
)

// ErrAct says that an act is none that the program repeats.
var ErrAct = errors.New("nothing that can be done again")

// actForm lists the options with which a command may be repeated. Others are not repeated: no file,
// no folder, no confirmation.
type actForm struct {
	least, most int    // how many cases and entries it takes
	on          string // which
	kind        bool   // it says the kind of its entry
	members     bool
	flags       string // that it may have
	lacks       string // what a person must give besides
	authority   bool   // it gives, takes or ends something, so that it is asked anew
	textless    bool   // it takes no draft
	caseFirst   bool   // its second word comes after the case
}

const (
	actAdd  = "add"
	actKind = "kind" // whose command is the kind's own name

	flagAlso = "also"
)

// What a command is about.
const (
	onCase   = "case"
	onEntry  = "entry"
	onEither = "either"
)

// manyEntries is the most entries that one act may name.
const manyEntries = 1000

// acts returns all commands that a draft may be of, or that a conflict may ask for.
func acts() map[string]actForm {
	ofCase := actForm{least: 1, most: 1, on: onCase}
	acting := ofCase
	acting.authority = true
	answer := actForm{least: 1, most: 1, on: onEither}
	sar := ofCase
	sar.flags = "request"
	sarClose, sarDisclose := sar, sar
	sarClose.flags, sarClose.authority = "request outcome", true
	sarDisclose.lacks, sarDisclose.authority = "--pack FOLDER", true
	readers := actForm{least: 1, most: 1, on: onCase, members: true, textless: true,
		caseFirst: true}
	add := actForm{least: 1, most: 1, on: onCase, kind: true, flags: "also link"}
	return map[string]actForm{
		actAdd: add, actKind: add,
		"amend":   {least: 1, most: 1, on: onEntry, flags: "reason"},
		"attach":  {least: 1, most: 1, on: onCase, lacks: "FILE"},
		"concern": {most: 1, on: onCase},
		"confirm": answer, "reply": answer, "escalation": answer, "triage": answer,
		"hold": answer,
		"open": {flags: "key-worker reader restricted"},

		"close": acting, "reopen": acting, "dispose": acting,
		"transfer sent": acting, "transfer receipt": acting,
		"release": {least: 1, most: 1, on: onEither, authority: true},
		"endorse": {least: 1, most: manyEntries, on: onEntry, authority: true,
			flags: "level verdict reported covering evidence"},
		"erase":       {least: 1, most: manyEntries, on: onEntry, authority: true},
		"handover":    {least: 1, most: 1, on: onCase, authority: true, flags: "to until"},
		"policy edit": {authority: true},
		"sar open":    sar, "sar clarify": sar, "sar extend": sar, "sar decide": sar,
		"sar close": sarClose, "sar disclose": sarDisclose,

		"accept":         {least: 1, most: 1, on: onCase, textless: true},
		"retain":         {least: 1, most: 1, on: onCase, textless: true},
		"erase --finish": {least: 1, most: 1, on: onCase, textless: true, caseFirst: true},
		"erase --repair": {least: 1, most: 1, on: onCase, textless: true, caseFirst: true},
		"rekey":          {lacks: "--old-identity FILE", textless: true},
		"team":           {textless: true},
		"readers grant":  readers,
		"readers revoke": readers,
	}
}

// typedForm is a case or an entry as typed. It begins with no hyphen, which would make a flag
// of it.
var typedForm = pattern.Of(`^[0-9A-Za-z][0-9A-Za-z-]*(/[0-9A-Za-z][0-9A-Za-z-]*)?$`)

// namesEntry says of a word that it may name an entry, or a case: the beginning of an ID, or of
// two.
func namesEntry(typed string) bool {
	first, second, crossing := strings.Cut(typed, "/")
	return record.LooksLikeID(first) && (!crossing || record.LooksLikeID(second))
}

// flagForms say what each flag may be given; of one that is yes or no, nothing.
func flagForms() map[string]func(string) bool {
	oneOf := func(list ...string) func(string) bool {
		return func(v string) bool { return slices.Contains(list, v) }
	}
	none := oneOf("")
	anID := func(v string) bool { _, err := record.ParseID(v); return err == nil }
	day := func(v string) bool { _, err := record.ParseDate(v); return err == nil }
	return map[string]func(string) bool{
		"level":    oneOf(record.LevelLine, record.LevelSenior),
		"verdict":  oneOf(record.Verdicts()...),
		"reason":   oneOf(record.AmendReasons()...),
		"outcome":  oneOf("withdrawn", "refused", "nothing_held"),
		"reported": none, "link": none, "restricted": none,
		flagAlso: anID, "request": namesEntry, "evidence": namesEntry,
		"to": team.IsID, "covering": team.IsID, "key-worker": team.IsID, "reader": team.IsID,
		"until": day,
	}
}

// Check refuses whatever is not in the table of acts, to the last word (ErrAct).
func (a Act) Check() error {
	if a.None() {
		_, known := acts()[a.Was]
		if a.Was != "" && !known && !record.IsKindName(a.Was) || a.Kind != "" ||
			len(a.Members)+len(a.Flags) > 0 {
			return fmt.Errorf("%w: it says more than what it is about", ErrAct)
		}
		return errors.Join(a.checkOn(actForm{most: manyEntries, on: onEither}))
	}
	form, ok := acts()[a.Do]
	if !ok || a.Was != "" {
		return fmt.Errorf("%w: no command %q takes a text up again", ErrAct, record.Clean(a.Do))
	}
	return errors.Join(a.checkOn(form), a.checkKind(form), a.checkMembers(form), a.checkFlags(form))
}

func (a Act) checkOn(form actForm) error {
	if n := len(a.On); n < form.least || n > form.most {
		return fmt.Errorf("%w: it is about %d cases or entries", ErrAct, n)
	}
	for _, on := range a.On {
		if err := on.check(); err != nil {
			return fmt.Errorf("%w: %w", ErrAct, err)
		}
		whole := on.Entry == "" && !strings.Contains(on.Typed, "/")
		if form.on == onCase && !whole || form.on == onEntry && whole && on.Typed == "" {
			return fmt.Errorf("%w: %s is no %s", ErrAct, on, form.on)
		}
	}
	return nil
}

func (a Act) checkKind(form actForm) error {
	_, command := acts()[a.Kind]
	if form.kind != (a.Kind != "") || form.kind && !record.IsKindName(a.Kind) ||
		a.Do == actKind && command {
		return fmt.Errorf("%w: %q is not a kind that it has", ErrAct, record.Clean(a.Kind))
	}
	return nil
}

func (a Act) checkMembers(form actForm) error {
	if form.members != (len(a.Members) > 0) {
		return fmt.Errorf("%w: it names %d members", ErrAct, len(a.Members))
	}
	for _, m := range a.Members {
		if !team.IsID(m) {
			return fmt.Errorf("%w: %q is not a member", ErrAct, record.Clean(m))
		}
	}
	return nil
}

func (a Act) checkFlags(form actForm) error {
	may := strings.Fields(form.flags)
	values := flagForms()
	for _, f := range a.Flags {
		if !slices.Contains(may, f.Name) || !values[f.Name](f.Value) {
			return fmt.Errorf("%w: it has no flag %q", ErrAct, record.Clean(f.Name+" "+f.Value))
		}
	}
	return nil
}

// TakesDraft says that the command of an act takes a text up by its draft.
func (a Act) TakesDraft() bool { return !a.None() && !acts()[a.Do].textless }

// HasFlags says that the act may have every flag that it has.
func (a Act) HasFlags() bool {
	form, ok := acts()[a.Do]
	return ok && a.checkFlags(form) == nil
}
