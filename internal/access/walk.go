package access

import (
	"errors"
	"slices"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// Walk goes through the open questions about a copy, step by step. It knows the questions and the
// answers. Another package asks.
type Walk struct {
	Told Walked

	maker     CopyMaker
	kind      *record.Kind // of a decision
	by        string
	open      []disclose.Question
	log       disclose.Log // what is left out besides
	uncovered []string
	before    []Earlier
	apart     []string        // names that are asked about one by one
	left      map[string]bool // steps that are left open, by key
	stale     map[disclose.Decision]bool
	steps     []Step
}

// errNoKind: the kind decision is there always, as built-in ones are.
var errNoKind = errors.New("there is no kind decision")

// Walk begins a walk through all that a copy asks, by somebody of that name.
func (m CopyMaker) Walk(by string) (*Walk, error) {
	w := &Walk{maker: m, by: by, left: map[string]bool{}, stale: map[disclose.Decision]bool{},
		Told:   Walked{On: m.Agency.Policy.Today(m.AsAt).String()},
		before: DecidedBefore(m.Case, m.Request, m.Agency)}
	var ok bool
	if w.kind, ok = m.Kinds.Kind(record.KindDecision); !ok {
		return nil, errNoKind
	}
	var err error
	w.open, w.log, err = m.asked()
	w.uncovered = uncovered(w.log, m.Decided)
	w.lay()
	return w, err
}

// Steps returns the steps of the walk, in order; Apart changes them.
func (w *Walk) Steps() []Step { return w.steps }

// Counts returns the numbers of questions of the walk, by sort.
func (w *Walk) Counts() Counts { return Count(w.open, w.uncovered, w.maker.Request) }

func (w *Walk) lay() {
	w.steps = withLog(Steps(w.open, w.uncovered, w.maker.Request, w.apart), w.log)
}

// withLog gives steps about exemptions what is left out by each.
func withLog(steps []Step, log disclose.Log) []Step {
	for i, s := range steps {
		for _, item := range log {
			if s.Kind == AskExemption && item.Exemption == s.Exemption {
				steps[i].LeftOut = append(steps[i].LeftOut, item)
			}
		}
	}
	return steps
}

// Apart has names asked about one by one from here on.
func (w *Walk) Apart(names ...string) {
	w.apart = append(w.apart, names...)
	w.lay()
}

// Text returns the decision so far, as an entry's text.
func (w *Walk) Text() []byte { return w.Told.Text(w.kind, w.maker.Request, w.by) }

// Resume takes up a draft. A text that holds more than answers is none: an editor was at it
// since.
func (w *Walk) Resume(draft []byte) bool {
	told, ok := WalkedSoFar(draft)
	if !ok || string(told.Text(w.kind, w.maker.Request, w.by)) != string(draft) {
		return false
	}
	told.On = w.Told.On
	w.Told = told
	w.noteStale(w.open)
	w.Apart(told.Begun(Steps(w.open, w.uncovered, w.maker.Request, nil))...)
	return true
}

// noteStale notes which of some questions were answered when they had come up elsewhere.
func (w *Walk) noteStale(open []disclose.Question) {
	for _, o := range open {
		item := ItemOf(o).Decision
		if _, ok := w.Told.Of(item); ok && w.Told.shown[item] != ShownOf(o) {
			w.stale[item] = true
		}
	}
}

// Further adds the questions that the answers so far leave open: about parts that tell of an entry
// that stays out, and about an exemption that is used by then. It is true where there is more to
// ask. The copy maker is the walk's own, except that another may watch it.
func (w *Walk) Further(m CopyMaker) (bool, error) {
	m.Decided = slices.Clone(m.Decided)
	for _, d := range w.Told.Answers {
		if Whole(d) {
			m.Decided = append(m.Decided, d)
		}
	}
	open, uncovered, err := m.Questions()
	if err != nil {
		return false, err
	}
	var more []disclose.Question
	for _, o := range open {
		known := func(k disclose.Question) bool { return ItemOf(k).Decision == ItemOf(o).Decision }
		if !slices.ContainsFunc(w.open, known) {
			more = append(more, o)
		}
	}
	before := len(w.open) + len(w.uncovered)
	w.noteStale(more)
	w.open = append(w.open, more...)
	for _, e := range uncovered {
		if !slices.Contains(w.uncovered, e) {
			w.uncovered = append(w.uncovered, e)
		}
	}
	w.lay()
	return len(w.open)+len(w.uncovered) > before, nil
}

// Begin returns the step at which the walk stopped, or else the first that has no answer yet; the
// number of steps where there is none.
func (w *Walk) Begin() int {
	at := slices.IndexFunc(w.steps, func(s Step) bool { return s.Key() == w.Told.At })
	if at < 0 {
		return w.Next(-1)
	}
	return at
}

// Next returns the next step that is neither answered nor left open.
func (w *Walk) Next(at int) int {
	for at++; at < len(w.steps); at++ {
		if s := w.steps[at]; !w.Answered(s) && !w.left[s.Key()] {
			break
		}
	}
	return at
}

// Answered reports whether all that a step asks for is decided, and has come up nowhere else
// since.
func (w *Walk) Answered(s Step) bool {
	return w.Told.Answered(s) && !slices.ContainsFunc(s.Questions, w.Stale)
}

// Stale reports whether a question that was answered has come up elsewhere since.
func (w *Walk) Stale(o disclose.Question) bool { return w.stale[ItemOf(o).Decision] }

// Decide notes a decision, with the places where its question comes up.
func (w *Walk) Decide(d disclose.Decision) {
	w.Told.Decide(d)
	item := itemIn(d)
	delete(w.stale, item)
	for _, o := range w.open {
		if ItemOf(o).Decision != item {
			continue
		}
		if w.Told.shown == nil {
			w.Told.shown = map[disclose.Decision]string{}
		}
		w.Told.shown[item] = ShownOf(o)
	}
}

// Settle removes the answers whose questions have come up in other entries since: they stay open.
func (w *Walk) Settle() {
	w.Told.Answers = slices.DeleteFunc(w.Told.Answers, func(d disclose.Decision) bool {
		return w.stale[itemIn(d)]
	})
}

// Leave leaves a step open.
func (w *Walk) Leave(s Step) { w.left[s.Key()] = true }

// Unanswered returns the number of steps without an answer.
func (w *Walk) Unanswered() int {
	n := 0
	for _, s := range w.steps {
		if !w.Answered(s) {
			n++
		}
	}
	return n
}

// StepOf returns the step that asks about an answer alone, -1 where nothing asks about it any more.
func (w *Walk) StepOf(answer disclose.Decision) int {
	if answer.Name != "" {
		w.Apart(answer.Name)
	}
	return slices.IndexFunc(w.steps, func(s Step) bool {
		return slices.ContainsFunc(s.Items(), func(item Item) bool {
			return sameItem(item.Decision, answer)
		})
	})
}

// AsBefore returns the decision that a person may accept without another word. It is their own
// answer, or one for an earlier copy that fits this one too.
func (w *Walk) AsBefore(s Step) (disclose.Decision, bool) {
	item := s.Items()[0]
	if d, ok := w.Told.Decided(item); ok {
		return d, true
	}
	if len(s.Questions) == 0 || s.Kind == AskRequest {
		return disclose.Decision{}, false
	}
	e, ok := Remembered(w.maker.Case, w.before, s.Questions[0])
	if !ok {
		return disclose.Decision{}, false
	}
	d := item.Decision
	d.Do, d.Exemption, d.Reason = e.Do, e.Exemption, e.Reason
	allowed := d.Do == disclose.DoKeep || slices.Contains(w.Exemptions(), d.Exemption)
	return d, allowed && Whole(d) && slices.Contains(item.Choices, d.Do)
}

// AllAsBefore returns such a decision for each name of a step. It returns none where one of the
// names was never decided.
func (w *Walk) AllAsBefore(s Step) []disclose.Decision {
	var out []disclose.Decision
	for _, o := range s.Questions {
		d, ok := w.AsBefore(Step{Kind: AskName, Questions: []disclose.Question{o}})
		if !ok {
			return nil
		}
		out = append(out, d)
	}
	return out
}

// Exemptions returns the exemptions by which this copy may leave something out.
func (w *Walk) Exemptions() []string { return ExemptionsFor(w.maker.Request, w.maker.Agency) }

// Forget takes an answer out.
func (w *Walk) Forget(answer disclose.Decision) {
	w.Told.Answers = slices.DeleteFunc(w.Told.Answers, func(d disclose.Decision) bool {
		return sameItem(d, answer)
	})
}

// Decline returns the way in which the request is ended without a copy.
func (w *Walk) Decline() string {
	return w.maker.decline()
}
