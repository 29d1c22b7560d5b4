package casebook

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
)

// Act is a command that may be given again, as data. It is made from what was decoded and
// judged, or from the command line of this run, and never from a text. What Check refuses is
// neither kept nor run.
type Act struct {
	Do      string    `json:"do,omitempty"`   // a command of acts, by its words
	Kind    string    `json:"kind,omitempty"` // of the entry that it records, where it says so
	On      []ActOn   `json:"on,omitempty"`   // cases and entries, in full
	Members []string  `json:"members,omitempty"`
	Flags   []ActFlag `json:"flags,omitempty"`
	// of what can not be done as it stands: what it was to be
	Was string `json:"was,omitempty"`
}

// ActOn is a case or, with an entry, an entry of it. Where no records were there to look it
// up it is as it was typed, and the command that is given again looks it up.
type ActOn struct {
	Case  record.ID `json:"case,omitempty"`
	Entry record.ID `json:"entry,omitempty"`
	Typed string    `json:"typed,omitempty"`
}

// ActFlag is a flag; one that is yes or no has no value.
type ActFlag struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
}

// OnCase returns an act on one case.
func OnCase(do string, id record.ID) Act { return Act{Do: do, On: []ActOn{{Case: id}}} }

// OnEntries returns an act on entries.
func OnEntries(do string, refs ...record.Ref) Act {
	a := Act{Do: do}
	for _, r := range refs {
		a.On = append(a.On, ActOn{Case: r.Case, Entry: r.Entry})
	}
	return a
}

// OfKind returns the act that records an entry of a kind by the kind's own name.
func OfKind(kind string, id record.ID) Act {
	a := OnCase(actKind, id)
	a.Kind = kind
	return a
}

// With adds a flag that has a value; nothing where the value is "".
func (a Act) With(flag, value string) Act {
	if value != "" {
		a.Flags = append(slices.Clone(a.Flags), ActFlag{flag, value})
	}
	return a
}

// Set adds a flag that is yes or no.
func (a Act) Set(flag string, yes bool) Act {
	if yes {
		a.Flags = append(slices.Clone(a.Flags), ActFlag{Name: flag})
	}
	return a
}

// None says that no command is known by which the text is taken up.
func (a Act) None() bool { return a.Do == "" }

// Words returns the arguments of the program that do it, one by one: nothing ever splits them.
func (a Act) Words() []string {
	do := strings.Fields(a.Do)
	if a.Do == actKind {
		do = []string{a.Kind}
	}
	words := slices.Clip(do[:min(len(do), 1)])
	rest := do[len(words):]
	if !acts()[a.Do].caseFirst {
		words, rest = append(words, rest...), nil
	}
	for _, on := range a.On {
		words = append(words, on.String())
	}
	words = append(words, rest...)
	if a.Do == actAdd {
		words = append(words, a.Kind)
	}
	words = append(words, a.Members...)
	for _, f := range a.Flags {
		words = append(words, "--"+f.Name)
		if f.Value != "" {
			words = append(words, f.Value)
		}
	}
	return words
}

// String returns the command as a person types it, with a word in capitals for what only they can
// say. All that it holds was checked, so that nothing in it has to be quoted.
func (a Act) String() string {
	if a.Check() != nil || a.None() {
		return ""
	}
	words := append([]string{"casefile"}, a.Words()...)
	if lacks := acts()[a.Do].lacks; lacks != "" {
		words = append(words, lacks)
	}
	return strings.Join(words, " ")
}

// Lacks returns the argument that the command needs and that nothing keeps: a path, for example.
func (a Act) Lacks() string { return acts()[a.Do].lacks }

// Authority says that it does more than record somebody's words: whoever takes it up again is
// asked.
func (a Act) Authority() bool { return acts()[a.Do].authority }

// String returns as all commands take it.
func (o ActOn) String() string {
	if o.Typed != "" {
		return o.Typed
	}
	if o.Entry == "" {
		return o.Case.String()
	}
	return record.Ref{Case: o.Case, Entry: o.Entry}.String()
}

// Cases returns the cases of the act, each once.
func (a Act) Cases() []record.ID {
	var out []record.ID
	add := func(id record.ID) {
		if id.Valid() && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, on := range a.On {
		add(on.Case)
	}
	for _, f := range a.Flags {
		if f.Name == flagAlso {
			id, _ := record.ParseID(f.Value)
			add(id)
		}
	}
	return out
}

// onlyAbout keeps only the cases and entries of an act that can't be repeated.
func (a Act) onlyAbout() Act {
	valid := func(on ActOn) bool { return on.check() == nil }
	var out Act
	switch _, known := acts()[a.Do]; {
	case a.Do == actKind && record.IsKindName(a.Kind):
		out.Was = a.Kind
	case known && a.Do != actKind, record.IsKindName(a.Do):
		out.Was = a.Do
	}
	for _, on := range a.On {
		if valid(on) {
			out.On = append(out.On, on)
		}
	}
	return out
}

// checked returns the act, or what it is about where it can't be done.
func (a Act) checked() Act {
	if a.Check() != nil {
		return a.onlyAbout()
	}
	return a
}

func (o ActOn) check() error {
	if o.Typed != "" {
		if o.Case != "" || o.Entry != "" || !typedForm().MatchString(o.Typed) ||
			!namesEntry(o.Typed) {
			return fmt.Errorf("%w: %q", record.ErrID, record.Clean(o.Typed))
		}
		return nil
	}
	if !o.Case.Valid() || o.Entry != "" && !o.Entry.Valid() {
		return fmt.Errorf("%w: %q, %q", record.ErrID, o.Case, o.Entry)
	}
	return nil
}
