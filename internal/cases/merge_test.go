package cases

import (
	"reflect"
	"testing"
	"time"

	"casefile/internal/record"
)

func TestAlike(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"No lunch 4 days of 5", "No lunch on four days of five", true},
		{"Left alone overnight", "The children were left alone overnight", true}, // 3 of 3 and 4
		{"Home visit", "home visit.", true},
		{"Funeral", "The funeral", true},
		{"", "", false},
		{"Home visit, Tobi seen alone", "Home visit, nobody there", false}, // 2 of 5 and 4
		// 2 of 3 and 4: 0.57
		{"School nurse rang", "School rang about the dentist", false},
		{"Police called to the home", "Ambulance called to the school", false}, // 1 of 3 and 3
		// one word says too little
		{"Visit", "Visit to the dentist", false},
	}
	for _, x := range tests {
		if got := sameEvent(meaning(x.a), meaning(x.b)); got != x.want {
			t.Errorf("%q and %q: %v (%v, %v)", x.a, x.b, got, meaning(x.a), meaning(x.b))
		}
		if sameEvent(meaning(x.a), meaning(x.b)) != sameEvent(meaning(x.b), meaning(x.a)) {
			t.Errorf("%q and %q: not the same both ways", x.a, x.b)
		}
	}
}

func TestMergeMarksAndDropsNothing(t *testing.T) {
	row := func(of, event string, day int) Merged {
		at := time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC)
		return Merged{Of: of, Row: Row{Event: event, Earliest: at, Day: record.DateOf(at)}}
	}
	got := Merge([]Merged{row("K3F9", "Left alone overnight", 5),
		row("K3F9", "Left alone overnight again", 5)},
		[]Merged{row("P4W8", "left alone, overnight", 5), row("P4W8", "Left alone overnight", 6)},
		[]Merged{row("CSC", "Telephoned", 4)})
	var events []string
	var same [][]int
	for _, m := range got {
		events, same = append(events, m.Of+" "+m.Event), append(same, m.Same)
	}
	// Both rows of K3F9 may be what P4W8 tells, and never each other; the day after is another
	// event.
	want := []string{"CSC Telephoned", "K3F9 Left alone overnight", "K3F9 Left alone overnight " +
		"again", "P4W8 left alone, overnight", "P4W8 Left alone overnight"}
	if !reflect.DeepEqual(events, want) ||
		!reflect.DeepEqual(same, [][]int{nil, {3}, {3}, {1, 2}, nil}) {
		t.Errorf("%q, %v", events, same)
	}
}
