package access

import (
	"encoding/json"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// Walked is a decision on what a copy leaves out, as somebody makes it by answering question
// after question.
type Walked struct {
	Answers   []disclose.Decision // in the order in which they were given
	Rationale string
	On        string // the day of the decision
	At        string // the step at which it was broken off, by its key

	shown map[disclose.Decision]string // of each name and entry, where it had come up
}

// itemIn returns the subject of a decision alone.
func itemIn(d disclose.Decision) disclose.Decision {
	return disclose.Decision{Name: d.Name, Entry: d.Entry}
}

// sameItem reports whether two decisions are about the same name, entry or exemption.
func sameItem(a, b disclose.Decision) bool {
	if a.Name == "" && a.Entry == "" && a.Exemption != b.Exemption {
		return false
	}
	return a.Name == b.Name && a.Entry == b.Entry
}

// Of returns the decision about the same thing as item; false where there is none.
func (w Walked) Of(item disclose.Decision) (disclose.Decision, bool) {
	at := slices.IndexFunc(w.Answers, func(d disclose.Decision) bool { return sameItem(d, item) })
	if at < 0 {
		return item, false
	}
	return w.Answers[at], true
}

// Decide notes a decision, in the place of an earlier one about the same.
func (w *Walked) Decide(d disclose.Decision) {
	at := slices.IndexFunc(w.Answers, func(o disclose.Decision) bool { return sameItem(o, d) })
	if at < 0 {
		w.Answers = append(w.Answers, d)
		return
	}
	w.Answers[at] = d
}

// ReasonBefore returns the reason given last for deciding likewise about another name, or another
// entry; "" where there is none. Reasons that are only usual for some are none for others.
func (w Walked) ReasonBefore(d disclose.Decision, usual ...string) string {
	for _, o := range slices.Backward(w.Answers) {
		alike := o.Do == d.Do && o.Exemption == d.Exemption && !sameItem(o, d) &&
			(o.Name == "") == (d.Name == "") && (o.Entry == "") == (d.Entry == "")
		if alike && o.Reason != "" && !slices.Contains(usual, o.Reason) {
			return o.Reason
		}
	}
	return ""
}

// Whole reports whether a decision says all that one must.
func Whole(d disclose.Decision) bool {
	leaves := d.Do == disclose.DoRemove || d.Do == disclose.DoWithhold
	return d.Do != "" && d.Reason != "" && (!leaves || d.Exemption != "")
}

// Decided returns the decision about an item; false where it is incomplete, or can't be carried
// out.
func (w Walked) Decided(item Item) (disclose.Decision, bool) {
	d, ok := w.Of(item.Decision)
	return d, ok && Whole(d) && slices.Contains(item.Choices, d.Do)
}

// Answered reports whether all that a step asks for is decided.
func (w Walked) Answered(s Step) bool {
	return !slices.ContainsFunc(s.Items(), func(item Item) bool {
		_, ok := w.Decided(item)
		return !ok
	})
}

// Begun returns the names of groups of which some are decided and others are not: they are asked
// about one by one where a walk goes on.
func (w Walked) Begun(steps []Step) []string {
	var out []string
	for _, s := range steps {
		decided := slices.ContainsFunc(s.Items(), func(item Item) bool {
			_, ok := w.Of(item.Decision)
			return ok
		})
		if !decided || w.Answered(s) {
			continue
		}
		for _, o := range s.Questions {
			out = append(out, o.Name)
		}
	}
	return out
}

// Text returns the decision as an entry's text, for the request that it is about. A walk that was
// broken off is one too.
func (w Walked) Text(decision *record.Kind, r *cases.Access, by string) []byte {
	return record.WithStop(w.text(decision, r, by), w.At)
}

func (w Walked) text(decision *record.Kind, r *cases.Access, by string) []byte {
	var items strings.Builder
	for _, d := range w.Answers {
		items.WriteString(shownNote(w.shown[itemIn(d)]) + itemLines(d))
	}
	given := map[string]string{"decided_by": by, "decided_at": w.On, "rationale": w.Rationale}
	return decisionText(decision, r, given, items.String())
}

// itemLines returns the lines of front matter of one decision.
func itemLines(d disclose.Decision) string {
	var out strings.Builder
	begin := "  - "
	for _, f := range [][2]string{{"name", d.Name}, {"entry", string(d.Entry)}, {"do", d.Do},
		{"exemption", d.Exemption}, {"reason", d.Reason}} {
		name, value := f[0], f[1]
		if value == "" {
			continue
		}
		if name == "name" || name == "reason" {
			value = record.Quote(value)
		}
		out.WriteString(begin + name + ": " + value + "\n")
		begin = "    "
	}
	return out.String()
}

// WalkedSoFar reads a draft of a walk that was broken off; false where a text is none. Whoever
// goes on by it compares what Text gives with the draft: an author may have written more.
func WalkedSoFar(draft []byte) (w Walked, ok bool) {
	w.At, w.shown = record.StoppedAt(draft), map[disclose.Decision]string{}
	within, sum := false, ""
	for line := range strings.Lines(string(draft)) {
		line = strings.TrimSuffix(line, "\n")
		if next, ok := shownIn(line); ok {
			sum = next
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, value, _ := strings.Cut(strings.TrimLeft(line, " -"), ": ")
		value = unquoted(value)
		switch top := !strings.HasPrefix(line, " "); {
		case line == "disclosure:":
			within = true
		case top:
			within = false
		case within && strings.HasPrefix(line, "  - "):
			w.Answers = append(w.Answers, disclose.Decision{})
		}
		switch {
		case name == "rationale":
			w.Rationale = value
		case name == "decided_at":
			w.On = value
		case within && len(w.Answers) > 0:
			d := &w.Answers[len(w.Answers)-1]
			takeField(d, name, value)
			if item := itemIn(*d); sum != "" && item != (disclose.Decision{}) {
				w.shown[item], sum = sum, ""
			}
		}
	}
	return w, w.At != ""
}

func unquoted(value string) string {
	text := ""
	if strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &text) == nil {
		return text
	}
	return value
}

func takeField(d *disclose.Decision, name, value string) {
	switch name {
	case "name":
		d.Name = value
	case "entry":
		d.Entry = record.ID(value)
	case "do":
		d.Do = value
	case "exemption":
		d.Exemption = value
	case "reason":
		d.Reason = value
	}
}
