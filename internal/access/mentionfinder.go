package access

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/match"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// mentionFinder finds entries that would go and tell of one that stays out. A copy shows no link to
// an entry that stays out, but words may also tell of it.
type mentionFinder struct {
	out map[record.ID]bool // the entries that stay out, except those about requests
	// when the first of them that is of the gate was recorded; 0: none is
	since   int
	numbers func(text string) []disclose.Named
	// words that follow each other in what stays out; true: not in files alone
	runs  map[string]bool
	kinds *record.Kinds
	own   []string // words of the subject's names, which tell nothing
}

// Why an entry is asked about that may tell of one that stays out.
const (
	whyLinks   = "it has a link to what stays out"
	whyNumber  = "it has the number of what stays out"
	whyRepeats = "it has words of what stays out"
	whySpeaks  = "it may speak of what stays out"
	whySums    = "it sums up the case, or is for colleagues, and is of later than what stays out"
)

// newPointing learns which entries stay out, and why. Words about harm count only in a request that
// is not the subject's own.
func newPointing(m CopyMaker, x *disclose.Redaction, d disclose.Decisions) mentionFinder {
	p := mentionFinder{out: map[record.ID]bool{}, numbers: x.Numbers, runs: map[string]bool{},
		own: subjectWords(m.Items), kinds: m.Kinds}
	for i := range m.Items {
		it := &m.Items[i]
		if !readable(it) || !x.Withheld(it.ID) {
			continue
		}
		p.out[it.ID] = true
		p.learn(it)
		if gated(it) && !d.Own && (p.since == 0 || it.Seq < p.since) {
			p.since = it.Seq
		}
	}
	return p
}

// questions asks about the entries that go and tell of an entry that stays out, and about managers'
// words. It leaves out entries that another question asks about, or that were decided.
func (p mentionFinder) questions(items []cases.Item, g gate,
	asked []disclose.Question,
) []disclose.Question {
	if len(p.out) == 0 {
		return nil
	}
	known := map[record.ID]bool{}
	for _, o := range asked {
		known[o.Entry.Entry] = true
	}
	var open []disclose.Question
	for _, versions := range versionsOf(items) {
		newest := versions[len(versions)-1]
		covers, amended := g.covered(versions)
		why, places := p.tells(versions)
		if why == "" || covers || known[newest.ID] {
			continue
		}
		if amended {
			why = whyAmended + "; " + why
		}
		if len(places) == 0 {
			places = []disclose.Passage{{Entry: newest.Ref(), Kind: newest.Kind, Line: 1}}
		}
		open = append(open,
			disclose.Question{What: disclose.AskEntry, Entry: newest.Ref(), Why: why,
				Passages: places})
	}
	return open
}

// tells returns in which ways the versions of an entry tell of entries that stay out, and where.
func (p mentionFinder) tells(versions []*cases.Item) (string, []disclose.Passage) {
	var why []string
	var places []disclose.Passage
	say := func(words string) {
		if !slices.Contains(why, words) {
			why = append(why, words)
		}
	}
	for _, it := range versions {
		if p.links(it) {
			say(whyLinks)
		}
		if p.since > 0 && it.Seq > p.since && sumsUp(it) {
			say(whySums)
		}
		for _, s := range p.texts(it) {
			for _, at := range p.places(s.text, it.Kind) {
				say(at.why)
				places = append(places,
					disclose.PassageAt(it, s.field, s.line, s.text, at.From, at.To))
			}
		}
	}
	return strings.Join(why, "; "), places
}

// pointed is a place where a text tells of an entry that stays out, and how.
type pointed struct {
	disclose.Named
	why string
}

func (p mentionFinder) places(text, kind string) []pointed {
	var out []pointed
	add := func(why string, at []disclose.Named) {
		for _, one := range at {
			out = append(out, pointed{one, why})
		}
	}
	add(whyNumber, p.numbers(text))
	add(whyRepeats, p.repeats(text, kind))
	add(whySpeaks, p.speaks(text))
	return out
}

// links reports whether an entry has a link to one that stays out. A redacted copy of a file
// has one to the file, and stands in its place.
func (p mentionFinder) links(it *cases.Item) bool {
	for relation, refs := range it.Links {
		for _, ref := range refs {
			if relation != "replaces" && ref.Case == it.Case && p.out[ref.Entry] {
				return true
			}
		}
	}
	return false
}

// sumsUp reports whether an entry is of a kind that goes through the whole case.
func sumsUp(it *cases.Item) bool {
	return slices.Contains([]string{record.KindSupervision, "meeting", record.KindHandover,
		record.KindClosure, record.KindReopening, record.KindAssessment, record.KindReview,
		"shared", record.KindTransfer, record.KindHold}, it.Kind)
}

// texts returns all values of an entry's front matter that people wrote, and its body.
func (p mentionFinder) texts(it *cases.Item) []account {
	var out []account
	kind, known := p.kinds.Kind(it.Kind)
	note := func(path []string, v string, line int) string {
		if !known || kind.TypeAt(path, v) == record.TypeText {
			out = append(out, account{path[0], line, v})
		}
		return v
	}
	body := func(s string, line int) string { out = append(out, account{"", line, s}); return s }
	if _, err := record.Rewrite(it.Text, record.Editor{Value: note, Body: body}); err != nil {
		return nil // the maker of a copy reports it
	}
	return out
}

// The number of words in a row that count as a quotation: of any text, and of what somebody said.
// One more is needed if the words tell little.
const quotedRun, spokenRun = 5, 3

// quotes are words between quotation marks.
var quotes = pattern.Of(`["“”«»„]([^"“”«»„\n]+)["“”«»„]`)

// learn notes the words of an entry that stays out. The child's words, and words between quotation
// marks, are repeated in few words.
func (p mentionFinder) learn(it *cases.Item) {
	for _, s := range p.texts(it) {
		p.run(s.text, it.Kind, quotedRun, 2)
		spoken := []string{}
		if s.field == "child_said" {
			spoken = append(spoken, s.text)
		}
		for _, said := range quotes().FindAllStringSubmatch(s.text, -1) {
			spoken = append(spoken, said[1])
		}
		for _, said := range spoken {
			p.run(said, it.Kind, spokenRun, 2)
			p.run(said, it.Kind, spokenRun+1, 1)
		}
	}
}

// run notes each n words of a text that follow each other and of which so many tell anything.
func (p mentionFinder) run(text, kind string, n, telling int) {
	words := match.Words(text)
	for i := 0; i+n <= len(words); i++ {
		if p.telling(words[i:i+n]) >= telling {
			run := runOf(words[i : i+n])
			p.runs[run] = p.runs[run] || kind != record.KindAttachment
		}
	}
}

func runOf(words []match.Word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Text + " ")
	}
	return b.String()
}

// telling counts the words that tell something: no small words, no figures, and not the subject's
// name.
func (p mentionFinder) telling(words []match.Word) int {
	n := 0
	for _, w := range words {
		figures := strings.Trim(w.Text, "0123456789") == ""
		if !figures && !slices.Contains(p.own, w.Text) && !slices.Contains(smallWords, w.Text) {
			n++
		}
	}
	return n
}

// smallWords tell nothing. The list is never written to.
var smallWords = strings.Fields("a about all an and any are as at be been but by did do does for " +
	"from had has have he her here him his how i if in is it its me my no not of on one or our " +
	"out she so some that the their them then there they this to up us was we were what when " +
	"where which who why will with you your said says told asked f1 f2 f3 f4 f5 f6 f7 f8 f9")

// repeats returns the places at which a text of an entry has words of one that stays out. Two files
// of one thing, such as a letter and its redacted copy, have like names: that tells nothing.
func (p mentionFinder) repeats(text, kind string) []disclose.Named {
	if len(p.runs) == 0 {
		return nil
	}
	words := match.Words(text)
	has := func(run string) bool {
		others, ok := p.runs[run]
		return ok && (others || kind != record.KindAttachment)
	}
	var out []disclose.Named
	for i := range words {
		for n := quotedRun; n >= spokenRun; n-- {
			if i+n > len(words) || !has(runOf(words[i:i+n])) {
				continue
			}
			from, to := words[i].From, words[i+n-1].To
			if last := len(out) - 1; last >= 0 && from <= out[last].To {
				out[last].To = to
			} else {
				out = append(out, disclose.Named{From: from, To: to})
			}
			break
		}
	}
	return out
}

// speech matches the words for harm that a child told, and for facts that a parent is not to know.
// Entries of any kind may hold them.
var speech = pattern.Of(`(?i)\b(?:` +
	`allegations?|alleg(?:e|es|ed|edly)|disclos(?:e[sd]?|ing|ures?)|` +
	`strategy (?:discussion|meeting)s?|section 47|s\.? ?47|` +
	`child protection (?:enquir|inquir|investigat)\w+|` +
	`safeguarding (?:concern|referral|lead|allegation)s?|the (?:concern|triage|referral)\b|` +
	`(?:not|never|n't) (?:\w+ ){0,2}(?:tell|told|inform|informed)\b|` +
	`(?:must|should|may|is|are)(?: not|n't) (?:to )?know\b|not to know\b|` +
	`(?:keep|kept|hide|hidden) (?:\w+ ){0,3}from (?:his|her|their|the|mum|dad)|` +
	`behind (?:his|her|their) back)`)

// speaks returns the places at which a text speaks so, where something of the gate stays out.
func (p mentionFinder) speaks(text string) []disclose.Named {
	if p.since == 0 {
		return nil
	}
	var out []disclose.Named
	for _, m := range speech().FindAllStringIndex(text, -1) {
		out = append(out, disclose.Named{From: m[0], To: m[1]})
	}
	return out
}
