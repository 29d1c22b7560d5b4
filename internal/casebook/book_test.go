package casebook

import (
	"slices"
	"testing"
)

func TestThinPath(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	first := o.note(o.as("asha"), id, "First visit")
	o.note(o.as("mina"), id, "Second visit")
	if got := o.headlines(id); !slices.Equal(got, []string{"First visit", "Second visit"}) {
		t.Errorf("got %v", got)
	}
	o.must(o.endorse("mina", id, first))
	list, err := o.as("asha").Endorsed(id, first)
	if err != nil || len(list) != 1 || list[0].Member != "mina" || list[0].Verdict != "endorsed" {
		t.Errorf("got %+v, %v", list, err)
	}
	if log := o.git("log", "--format=%s", "main"); log != "casefile endorse\ncasefile add\n"+
		"casefile add\ncasefile open\ncasefile init" {
		t.Errorf("the log says\n%s", log)
	}
}
