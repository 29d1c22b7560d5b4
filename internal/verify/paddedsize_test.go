package verify

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// A sealed file is refused if its size tells the length of its text, or is too large. The policy
// limits attached files.
func TestSizes(t *testing.T) {
	_, limit := mustPolicy(t).Limits()
	if limit != 50<<20 {
		t.Fatalf("the policy allows %d bytes", limit)
	}
	atMost := limit + limit/8 + 4096
	sized := func(entry record.ID, n int64) func(*draft) {
		return func(d *draft) {
			for path, f := range d.files {
				if strings.Contains(path, string(entry)) {
					d.mem.sizes[f.id] = n
				}
			}
		}
	}
	adds := func(t testing.TB) *draft { return adding(t).attach(theCase, "7K2M9ZZZ") }
	bare := func(path func(*draft) string) func(*draft) {
		return func(d *draft) { d.put(path(d), "age bare words") }
	}
	attached := func(d *draft) string {
		return record.CaseFolder(theCase) + "/" + record.FileName(d.c.Author.When, "7K2M9ZZZ", true)
	}
	vary(t, adds, []variation{
		{"an entry of exactly 68 KiB", sized(letter, 68<<10), ""},
		{"an entry of one byte more", sized(letter, 68<<10+1), "size"},
		{"a file as large as policy allows", sized("7K2M9ZZZ", atMost), ""},
		{"a file of one byte more", sized("7K2M9ZZZ", atMost+1), "size"},
		{"an entry that is not padded", bare(func(d *draft) string {
			return d.path(theCase, letter)
		}), "size"},
		{"a file that is not padded", bare(attached), "size"},
		{"plain text, of which no padding is asked", func(d *draft) {
			d.put(d.path(theCase, letter), "plain")
		}, "envelope"},
		{"plain text that is too large", func(d *draft) {
			d.put(d.path(theCase, letter), "plain, large")
			sized(letter, 68<<10+1)(d)
		}, "envelope size"},
	})
	d := adding(t)
	d.finish()
	delete(d.mem.blobs, d.files[d.path(theCase, letter)].id)
	if _, err := d.judge.Commit(d.c.ID); !errors.Is(err, ErrAbsent) {
		t.Errorf("an entry that is not there can't be judged: got %v", err)
	}
}

func mustPolicy(t testing.TB) *policy.Policy { return founded(t, policy.Casework).judge.Policy() }

// A server refuses a commit dated later than its limit, by a second, and accepts the limit itself.
// Other copies don't know the time.
func TestNotAfter(t *testing.T) {
	for name, tt := range map[string]struct {
		latest time.Duration
		want   string
	}{
		"the same second": {0, ""}, "a second before": {-time.Second, "ahead"},
		"a year after": {365 * 24 * time.Hour, ""},
	} {
		d := adding(t)
		d.judge.NotAfter(d.now.Add(tt.latest))
		d.finish()
		v, err := d.judge.Commit(d.c.ID)
		if err != nil || rules(v.Faults) != tt.want {
			t.Errorf("%s: %v, got rules %q, want %q", name, err, rules(v.Faults), tt.want)
		}
	}
	d := adding(t)
	d.dated(d.now.AddDate(30, 0, 0))
	for path := range d.files {
		if strings.Contains(path, string(letter)) {
			delete(d.files, path)
		}
	}
	d.put(d.path(theCase, letter), "age dated")
	if got := rules(d.story.faults(d)); got != "" {
		t.Errorf("with no clock to go by: got rules %q", got)
	}
}

// A server's clock judges only the committer's time. Other rules judge old author times and clocks
// that were set back.
func TestNotAfterForks(t *testing.T) {
	d := adding(t)
	d.judge.NotAfter(d.now.Add(-time.Hour))
	d.finish()
	for name, j := range map[string]*Judge{"a fork": d.judge.Fork(whole{d.mem}),
		"a judge over the same": d.judge.Over(d.mem)} {
		if v, err := j.Commit(d.c.ID); err != nil || rules(v.Faults) != "ahead" {
			t.Errorf("%s: %v, got rules %q", name, err, rules(v.Faults))
		}
	}
}

// Files in schema/ must be JSON, or nobody could tell later how texts were judged. The judge does
// not judge what they mean as schemas.
func TestSchemas(t *testing.T) {
	put := func(text string) func(*draft) {
		return func(d *draft) { d.put("schema/visit.json", text) }
	}
	changes := func(t testing.TB) *draft { return policyBy(founded(t, policy.Casework), "judith") }
	for name, honest := range map[string]func(testing.TB) *draft{
		"policy": changes,
		"init": func(t testing.TB) *draft {
			s := &story{TB: t, mem: newMemory(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
			s.judge = New(whole{s.mem})
			return s.founding(policy.Casework)
		},
	} {
		vary(t, honest, []variation{
			{name + ": a schema that no validator would take", put(`{"type": 17}`), ""},
			{name + ": a remote reference", put(`{"$ref": "https://schemas.example/visit.json"}`),
				"policy"},
			{name + ": YAML", put("type: object\n"), "policy"},
			{name + ": nothing", put(""), "policy"},
			{name + ": half of it", put(`{"type": "object"`), "policy"},
			{name + ": two of it", put("{}{}"), "policy"},
			{name + ": comments", put("// visits\n{}"), "policy"},
		})
	}
	s := founded(t, policy.Casework)
	d := policyBy(s, "judith")
	d.put("schema/visit.json", "{}")
	s.land(d)
	d = s.next("policy", "judith")
	d.policy("version: 2", "version: 3")
	d.remove("schema/visit.json")
	if got := rules(s.faults(d)); got != "" {
		t.Errorf("taken away: got rules %q", got)
	}
}

// An intake has no key worker to hand over, even to one of its readers.
func TestHandoverOfAnIntake(t *testing.T) {
	for _, worker := range []string{"", "lena", "judith"} {
		s := gone(founded(t, policy.Casework), "lena") // then seniors read intakes
		s.land(intakeBy(s, "ben").on(theCase, func(k *record.Docket) {
			k.Keys[0] = s.keys("judith", "vera", "recovery-1")
		}))
		d := s.next("handover", "judith").entry(theCase, letter).on(theCase,
			func(k *record.Docket) {
				k.KeyWorker = worker
			})
		if got := rules(s.faults(d)); got != "key-worker" {
			t.Errorf("to %q: got rules %q", worker, got)
		}
	}
}

// A case can't be closed while another request waits for endorsement.
func TestCloseWithSomethingPending(t *testing.T) {
	s := opened(t)
	s.land(eraseBy(s, "asha"))
	faults := s.faults(closeBy(s, "asha", "line", "senior"))
	if rules(faults) != "pending" ||
		!strings.Contains(means(faults), "still waits for endorsement") {
		t.Errorf("got%s", means(faults))
	}
	s = opened(t)
	s.land(eraseBy(s, "asha"))
	d := s.next("endorse", "judith").endorse(theCase, "7K2M1AAA", erasure, "senior", "returned")
	s.land(d.on(theCase, func(k *record.Docket) { k.Pending = "" }))
	if got := rules(s.faults(closeBy(s, "asha", "line", "senior"))); got != "" {
		t.Errorf("once it was returned: got rules %q", got)
	}
}
