package match

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Loose finds where a text may name somebody, in a second and coarser way: by the sound of words.
// It finds slips, other spellings (Quil, Kwill, Philip for Phillip) and short names (Danny) that a
// Finder does not know. It shares no code with Finder, so that one mistake does not pass both. A
// find is a question for people, and no answer. P stands for the people that its user looks for.
type Loose[P comparable] struct {
	bySound map[string][]P
	long    map[string][]P  // names that are sought within longer words, too
	short   map[string][]P  // what first names are shortened to, by their letters
	starts  map[string]bool // how names that are run together begin, by their first letters
	longest int             // the most letters of one of them
}

// NewLoose finds nobody yet.
func NewLoose[P comparable]() *Loose[P] {
	return &Loose[P]{bySound: map[string][]P{}, long: map[string][]P{}, short: map[string][]P{},
		starts: map[string]bool{}}
}

// How many letters the sound of a name must have to be sought: alone, run together with other
// names, and within a longer word. Shorter ones are chance.
const leastSound, leastRun, leastWithin = 3, 5, 7

// Seek makes it look for somebody by a name: by all of it in both orders, and by each word that
// is long enough and no ordinary word.
func (l *Loose[P]) Seek(who P, name string) {
	var all []string
	for _, w := range wordsHeard(name) {
		if titleWords()[w.plain] || commonWords()[w.plain] {
			continue
		}
		all = append(all, w.plain)
		sound := soundOf(w.plain)
		if utf8.RuneCountInString(sound) >= leastSound && !ordinaryWords()[w.plain] {
			l.note(l.bySound, sound, who)
		}
		if len(sound) >= leastWithin {
			l.note(l.long, sound, who)
		}
	}
	if len(all) > 0 {
		for _, w := range shortened(all[0]) {
			l.note(l.short, w, who)
		}
	}
	if len(all) > 1 {
		turned := all[len(all)-1] + strings.Join(all[:len(all)-1], "")
		for _, run := range []string{strings.Join(all, ""), turned, all[0] + all[len(all)-1]} {
			if sound := soundOf(run); len(sound) >= leastRun {
				l.note(l.bySound, sound, who)
				l.starts[sound[:1]] = true
				l.longest = max(l.longest, len(run))
			}
		}
	}
}

func (l *Loose[P]) note(in map[string][]P, sound string, who P) {
	if !slices.Contains(in[sound], who) {
		in[sound] = append(in[sound], who)
	}
}

// mostRun is the greatest number of words of a text that may be parts of one name.
const mostRun = 4

// Find returns the places of a text that sound like somebody's name, in its order. Each is as long
// as the longest name that begins there.
func (l *Loose[P]) Find(s string) []Hit[P] {
	words := wordsHeard(s)
	var out []Hit[P]
	for i := 0; i < len(words); i++ {
		for n := l.mostFrom(words, i); n > 0; n-- {
			if who := l.named(words[i : i+n]); who != nil && !l.idleEnd(words[i:i+n]) {
				out = append(out, Hit[P]{From: words[i].from, To: words[i+n-1].to, Who: who})
				i += n - 1
				break
			}
		}
	}
	return out
}

// idleEnd reports whether the last of several words is an ordinary one, and those before it may
// be a name without it: of "Edna Quill is" is adds nothing.
func (l *Loose[P]) idleEnd(words []heard) bool {
	n := len(words) - 1
	return n > 0 && !words[n].capital && utf8.RuneCountInString(words[n].plain) < leastSound &&
		l.named(words[:n]) != nil
}

// mostFrom returns the number of words from i on that may be parts of one name.
func (l *Loose[P]) mostFrom(words []heard, i int) int {
	n, letters := 1, len(words[i].plain)
	if !l.starts[words[i].sound[:1]] {
		return n
	}
	for n < mostRun && i+n < len(words) && !words[i+n].apart && letters <= l.longest {
		letters += len(words[i+n].plain)
		n++
	}
	return n
}

// named returns the people whom words that follow each other may name, run together. One short word
// counts only with a capital.
func (l *Loose[P]) named(words []heard) []P {
	var run strings.Builder
	for i, w := range words {
		if i > 0 && w.apart {
			return nil
		}
		run.WriteString(w.plain)
	}
	sound := words[0].sound
	if len(words) > 1 {
		sound = soundOf(run.String())
	}
	for _, one := range []string{sound, strings.TrimSuffix(sound, "s")} {
		if who := l.bySound[one]; who != nil {
			if len(words) == 1 && len(one) == leastSound && !words[0].capital {
				return nil
			}
			return who
		}
	}
	if len(words) > 1 {
		return nil
	}
	if who := l.short[words[0].plain]; who != nil && words[0].capital {
		return who
	}
	for part, who := range l.long {
		if strings.Contains(sound, part) {
			return who
		}
	}
	return nil
}

// heard is a word of small letters, with its sound and its place.
type heard struct {
	plain    string
	sound    string
	from, to int
	capital  bool
	apart    bool // it begins a sentence or a line of its own
}

// wordsHeard splits a text at everything that is no letter. It reads entities, and skips marks
// within a word.
func wordsHeard(s string) []heard {
	var out []heard
	var now heard
	var letters []rune
	apart := true
	end := func() {
		if len(letters) > 0 {
			now.plain = string(letters)
			now.sound = soundOf(now.plain)
			out = append(out, now)
			apart = false
		}
		letters = letters[:0]
	}
	for at := 0; at < len(s); {
		text, size := readAt(s[at:])
		for _, r := range text {
			switch {
			case unicode.IsLetter(r):
				if len(letters) == 0 {
					now = heard{from: at, capital: !unicode.IsLower(r), apart: apart}
				}
				letters, now.to = append(letters, unicode.ToLower(r)), at+size
			case !readOver(r, s[at:]):
				// no initial's dot
				sentence := strings.ContainsRune(".;:!?|", r) && len(letters) != 1
				end()
				apart = apart || sentence
			}
		}
		at += size
	}
	end()
	return out
}

// readOver reports whether a sign parts no word: marks of emphasis, apostrophes, what cannot be
// seen, and the hyphen at the end of a line.
func readOver(r rune, rest string) bool {
	if unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) || strings.ContainsRune("*`~'’", r) {
		return true
	}
	return r == '-' && strings.HasPrefix(rest, "-\n")
}

// readAt returns the first character of a text, or the one of its first entity, in its base
// letters. It also returns the number of bytes that it takes.
func readAt(s string) (string, int) {
	if strings.HasPrefix(s, "-\n") {
		return "-", len("-\n")
	}
	if end := strings.IndexByte(s[:min(len(s), longestEntity)], ';'); s[0] == '&' && end > 0 {
		if text := html.UnescapeString(s[:end+1]); text != s[:end+1] {
			return norm.NFKD.String(text), end + 1
		}
	}
	r, size := utf8.DecodeRuneInString(s)
	return norm.NFKD.String(string(r)), size
}

// soundOf writes a word of small letters with one letter for those that sound alike, and none
// twice in a row.
func soundOf(w string) string {
	w = soundsAlike.Replace(w)
	var b strings.Builder
	var last rune
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	short := strings.TrimSuffix(b.String(), "e")
	if len(short) < leastSound {
		return b.String()
	}
	return short
}

// soundsAlike are English and neighbouring spellings of one sound, and letters of other scripts
// that look like ours. The longer ones come first. The table is never written to.
var soundsAlike = strings.NewReplacer("sch", "sh", "ph", "f", "ck", "k", "qu", "kw", "gh", "g",
	"th", "t",
	"ae", "a", "oe", "o", "ue", "u", "ie", "i", "ei", "i", "ey", "i", "ay", "ai", "ch", "k",
	"x", "ks", "c", "k", "q", "k", "y", "i", "z", "s", "v", "f", "ß", "ss", "æ", "a", "ø", "o",
	"œ", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "t", "ı", "i",
	"а", "a", "е", "e", "о", "o", "р", "p", "с", "k", "у", "i", "х", "ks", "і", "i", "ј", "j",
	"ѕ", "s", "ο", "o", "ν", "f", "α", "a", "ι", "i")
